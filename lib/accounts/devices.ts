/**
 * Device cookies, after OWASP's "slow down online guessing attacks with device cookies": a browser
 * in which somebody has logged in to an account before counts its failures by itself, so that a
 * stranger who guesses elsewhere cannot lock its user out. It proves no login.
 */
import { randomBytes } from "node:crypto";
import { isSignature, signature } from "./signature";

const PURPOSE = "device";

/** The value of a new device cookie for an account. */
export function newDevice(accountId: number): string {
  const nonce = randomBytes(16).toString("base64url");
  return `${nonce}.${signature(PURPOSE, `${accountId} ${nonce}`)}`;
}

/** The name of the device in a cookie that we made for this account; null for any other value. */
export function deviceName(accountId: number, cookie: string | undefined): string | null {
  const [nonce, claimed, ...more] = (cookie ?? "").split(".");
  if (!nonce || !claimed || more.length > 0) return null;
  return isSignature(claimed, PURPOSE, `${accountId} ${nonce}`) ? nonce : null;
}
