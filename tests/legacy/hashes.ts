/** Hashes that werkzeug 3.1.8 and libxcrypt 4.4 made, by which ours are checked. */
export const HASHES = [
  {
    by: "werkzeug 2.0",
    password: "old-pw8!",
    hash: "pbkdf2:sha256:260000$woPKtiwlfjIElwOm$81f7d83af348c2a0859d390a2e73acc026854e38ed0ce7e6ba7cb0e51a976c1d",
  },
  {
    by: "werkzeug 0.15, salt of 8",
    password: "old-pw8!",
    hash: "pbkdf2:sha256:150000$qpO6L6g9$c7e8d175db9ae39a1e507b80c92fcae4b79d104c2e8f17b59baf849fecc63f3a",
  },
  {
    by: "werkzeug 0.9",
    password: "old-pw8!",
    hash: "pbkdf2:sha1:1000$MzQpP4GN$9f397a276afc84677476907a6b6a7f2ed2c0f0c4",
  },
  {
    by: "werkzeug",
    password: "old-pw8!",
    hash: "pbkdf2:sha512:1000$kJlihkVrtouWUVvl$1bab159e55399a7aaab54f7a43a86f5020339943f7c2b1a887f331f2c3c22665ce115cb8351abed590b766cf1560ca20c50a57be120644e9e9f03cdd8dbfbde5",
  },
  {
    by: "werkzeug 2.3",
    password: "old-pw8!",
    hash: "scrypt:32768:8:1$jV5NKEKjytBeCRJh$7cad1cc2d754bb0fbed091040709d0d2edc57cebf484dbcf412bff5a5b0c6e5a82c52ba75d891487da5e029fb7a5ea69a2b771127575c186a937d756e0ca566b",
  },
  {
    by: "werkzeug, cheap",
    password: "old-pw8!",
    hash: "scrypt:1024:4:2$05S0RDGKv21smsZp$ec4240e515bbe36c9910221857d05613e79aee52e73d8908eb158dd49d3b827d54819cfea94fe0ab12e54c6e7e8422a26a6ade7a8e5fa299dbc005454b98fe62",
  },
  {
    by: "werkzeug, not ASCII",
    password: "實驗室密碼2024",
    hash: "pbkdf2:sha256:1000$hz6Tyi9qXJj5r8KW$2fbe9d4cad053e57a67aea89e3dd0cd5ba998fa465cde669683f0cc35fd4ef0d",
  },
  {
    by: "werkzeug, long",
    password:
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    hash: "pbkdf2:sha256:1000$VrrzcNahdXCB9cwF$c5647dc21f7215308bc33400d33a57f125a0fa14e6caa00cfbbd227b2db9be61",
  },
  {
    by: "werkzeug 3.1 default iterations",
    password: "old-pw8!",
    hash: "pbkdf2:sha256:1000000$hTRitCZFWh9nsNgU$b5169425bfacb4da550ac86a851e4c2698b2f9c8eb1832fd8868a502ea159b01",
  },
  {
    by: "iterations not written",
    password: "old-pw8!",
    hash: "pbkdf2:sha256$pKOb3G1OktA0EFSZ$e94fc1364ee34ae84905211bd474075c80209f1a042cf8f65537f2db02671d9c",
  },
  {
    by: "libxcrypt $2a$06$",
    password: "old-pw8!",
    hash: "$2a$06$abcdefghijklmnopqrstuu8j.ir1SvCOqC0L/6EGk9jvATpkQ8mba",
  },
  {
    by: "libxcrypt $2b$10$",
    password: "old-pw8!",
    hash: "$2b$10$abcdefghijklmnopqrstuuKvKQuojvmhkBFsrTDQ2GEng/.tib2s.",
  },
  {
    by: "libxcrypt $2y$06$",
    password: "old-pw8!",
    hash: "$2y$06$abcdefghijklmnopqrstuu8j.ir1SvCOqC0L/6EGk9jvATpkQ8mba",
  },
  {
    by: "libxcrypt, not ASCII",
    password: "實驗室密碼202",
    hash: "$2b$06$abcdefghijklmnopqrstuu59VURTGQrxtjXo6alHJG8YPc67wiihG",
  },
  {
    by: "werkzeug 2.2 sha256",
    password: "old-pw8!",
    hash: "sha256$saltsalt$8f8b8dbdbae5c6f8f41771b4be574d2d4d3c5767fff315bc515b7aaf3f21cad4",
  },
] as const;
