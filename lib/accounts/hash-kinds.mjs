// @ts-check
/**
 * The kinds of password hashes that are verified: bcrypt, which is what gpusched makes, and those
 * that an account brought along from the original (werkzeug's `generate_password_hash`), until its
 * next login. Every kind has a highest cost: what a database from elsewhere holds may not keep a
 * thread for more than a second or two.
 */

/**
 * @typedef {{ kind: "bcrypt" }
 *   | { kind: "pbkdf2", digest: string, iterations: number, salt: string, hex: string }
 *   | { kind: "scrypt", n: number, r: number, p: number, salt: string, hex: string }
 *   | { kind: "hmac", digest: string, salt: string, hex: string }} KnownHash
 */

const MOST_BCRYPT_COST = 14;
const MOST_PBKDF2_ITERATIONS = 4_000_000;
/** N × r × p; werkzeug's default is 2^18. */
const MOST_SCRYPT_COST = 2 ** 21;
/** 128 × N × r bytes, in as many threads as hash at once. */
const MOST_SCRYPT_BYTES = 128 * 2 ** 20;

/** What werkzeug 3.1 takes where a hash does not say. */
const DEFAULT_ITERATIONS = "1000000";
const DEFAULT_SCRYPT = ["32768", "8", "1"];

/** Digests by the length of their hex. @type {Readonly<Record<string, number>>} */
const DIGESTS = { sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 };
const SCRYPT_HEX_LENGTH = 128;

const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const WERKZEUG = /^([a-z0-9]+)((?::[a-z0-9]+)*)\$([^$]+)\$([0-9a-f]+)$/;
const COUNT = /^[1-9]\d{0,9}$/;

/**
 * What a hash is; null when it is of no kind that is known, or would cost too much to verify.
 * @param {string} hash
 * @returns {KnownHash | null}
 */
export function readHash(hash) {
  const cost = BCRYPT.exec(hash)?.[1];
  if (cost)
    return Number(cost) >= 4 && Number(cost) <= MOST_BCRYPT_COST ? { kind: "bcrypt" } : null;
  const [, method = "", rest = "", salt = "", hex = ""] = WERKZEUG.exec(hash) ?? [];
  const args = rest.split(":").slice(1);
  if (method === "pbkdf2") return pbkdf2(args, salt, hex);
  if (method === "scrypt") return scrypt(args, salt, hex);
  // Its "plain" hashes, which tutorials used for years and werkzeug 3 no longer reads.
  const isPlain = args.length === 0 && hex.length === DIGESTS[method];
  return isPlain ? { kind: "hmac", digest: method, salt, hex } : null;
}

/** @type {(args: string[], salt: string, hex: string) => KnownHash | null} */
function pbkdf2([digest = "sha256", count = DEFAULT_ITERATIONS, ...more], salt, hex) {
  if (more.length > 0 || !COUNT.test(count) || hex.length !== DIGESTS[digest]) return null;
  const iterations = Number(count);
  if (iterations > MOST_PBKDF2_ITERATIONS) return null;
  return { kind: "pbkdf2", digest, iterations, salt, hex };
}

/** @type {(args: string[], salt: string, hex: string) => KnownHash | null} */
function scrypt(args, salt, hex) {
  const told = args.length === 0 ? DEFAULT_SCRYPT : args;
  if (told.length !== 3 || !told.every((count) => COUNT.test(count))) return null;
  const [n = 0, r = 0, p = 0] = told.map(Number);
  if (hex.length !== SCRYPT_HEX_LENGTH || n < 2 || !Number.isInteger(Math.log2(n))) return null;
  if (n * r * p > MOST_SCRYPT_COST || 128 * n * r > MOST_SCRYPT_BYTES) return null;
  return { kind: "scrypt", n, r, p, salt, hex };
}
