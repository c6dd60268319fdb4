/**
 * Which passwords are too easily guessed. Attackers try well-known words first, with the usual
 * decoration (P@ssw0rd2024!), so it is the bare word that counts and not the decorated one.
 */

const WELL_KNOWN = new Set(
  `password passwort passphrase changeme changeit default secret letmein trustno welcome hello
  iloveyou ilove loveyou sunshine princess superman batman spiderman pokemon starwars football
  baseball basketball computer internet google facebook twitter youtube microsoft windows apple
  samsung admin administrator root toor guest test testing tester user username login master
  dragon monkey shadow michael jennifer jordan charlie jessica ashley daniel thomas matthew
  andrew joshua qwer qwert qwerty qwertyuiop qwertyui asdfghjkl asdfgh zxcvbnm qazwsx qazwsxedc qweasd
  qweasdzxc zaqwsx abc abcd abcde abcdef abcdefg abcdefgh abcdefghij abcabc aabbcc
  woaini woaiwojia iloveu taiwan taipei hsinchu nctu nycu nthu ntu chiaotung university student
  gpusched gpu cuda nvidia geforce rtx deeplearning machinelearning server ubuntu linux
  whatever nothing freedom forever killer hunter ranger soccer hockey summer winter spring autumn
  flower cheese chocolate cookie purple orange silver golden diamond mustang corvette mercedes
  correcthorsebatterystaple passwordpassword adminadmin testtest rootroot qwertyqwerty useruser`.split(
    /\s+/,
  ),
);

const LOOKALIKES: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
};

const plain = (text: string) => text.replace(/[@431!0$57]/g, (sign) => LOOKALIKES[sign] ?? sign);

/** "1234567890", "abcdefghij", "9876543210": each character next to the one before. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((sign, i) => sign.charCodeAt(0) - text.charCodeAt(i));
  const [first] = steps;
  // 9 → 0 closes the circle of digits.
  return steps.every((step) => (step === first && Math.abs(step) <= 1) || Math.abs(step) === 9);
}

/** "aaaaaaaaaa", "1212121212", "qweqweqweqwe": a short piece again and again. */
const isRepetition = (text: string) => /^(.{1,5})\1+.{0,4}$/.test(text) && new Set(text).size <= 5;

/** "123456789a", "abc1234567": digits in a row, and hardly anything else. */
function isMostlyDigitRun(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  return text.length - digits.length <= 3 && isRun(digits);
}

/** Whether a password is among those that attackers try first. */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (isRun(lower) || isRepetition(lower) || isMostlyDigitRun(lower)) return true;
  // The word inside the decoration: "P@ssw0rd2024!" → "p@ssw0rd" → "password".
  const words = [
    lower.replace(/^[^a-z@$]+|[^a-z]+$/g, ""),
    lower.replace(/[^a-z]*\d*[^a-z]*$/, ""),
  ];
  // … and the one between other signs: "1q2w3e4r5t" → "qwert".
  const letters = lower.replace(/[^a-z]+/g, "");
  if (letters.length >= lower.length / 2) words.push(letters);
  return words.some((word) => WELL_KNOWN.has(plain(word)));
}

/** Short names would forbid too much: nobody can do without an "a". */
const SHORTEST_TELLING_NAME = 4;

/** Whether a password contains what everybody knows about its owner. */
export function isPersonalPassword(
  password: string,
  owner: { username: string; email: string },
): boolean {
  const lower = password.toLowerCase();
  const names = [owner.username, owner.email.split("@")[0] ?? ""];
  return names.some(
    (name) => name.length >= SHORTEST_TELLING_NAME && lower.includes(name.toLowerCase()),
  );
}
