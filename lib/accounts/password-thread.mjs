// Runs in a thread of its own (see passwords.ts): hashing a password takes a quarter of a second
// of pure computing, during which nothing else happens on its thread. Plain JavaScript, because a
// thread is started from a file and not from a bundle.
import { createHmac, pbkdf2Sync, scryptSync, timingSafeEqual } from "node:crypto";
import bcrypt from "bcryptjs";
import { readHash } from "./hash-kinds.mjs";

/** @param {{ password: string, cost: number }} task */
export const hash = ({ password, cost }) => bcrypt.hashSync(password, cost);

/** @param {{ password: string, hash: string }} task */
export function compare({ password, hash }) {
  const known = readHash(hash);
  if (known === null) return false;
  if (known.kind === "bcrypt") return bcrypt.compareSync(password, hash);
  const expected = Buffer.from(known.hex, "hex");
  return timingSafeEqual(werkzeug(password, known, expected.length), expected);
}

/** What werkzeug makes of a password. */
function werkzeug(password, known, length) {
  const { kind, salt } = known;
  if (kind === "hmac") return createHmac(known.digest, salt).update(password).digest();
  if (kind === "pbkdf2") {
    return pbkdf2Sync(password, salt, known.iterations, length, known.digest);
  }
  const { n, r, p } = known;
  return scryptSync(password, salt, length, { N: n, r, p, maxmem: 132 * n * r * p });
}
