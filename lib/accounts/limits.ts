/**
 * How often what may be tried. A person who mistypes never meets these; a guesser gets nowhere:
 * the strictest lets one account see 2,400 guesses a day from the whole world, against passwords
 * of at least ten characters that are on no list.
 */
import { createHash } from "node:crypto";
import { networkOf } from "./network";
import type { Bucket } from "./throttle";

const LOGIN_FROM_DEVICE = { most: 10, minutes: 15 };
const LOGIN_PAIR = { most: 10, minutes: 15 };
/** A whole lab may sit behind one address. */
const LOGIN_ADDRESS = { most: 100, minutes: 15 };
/** Far above one address's limit, so that a single stranger cannot fill it. */
const LOGIN_ACCOUNT = { most: 100, minutes: 60 };
const REGISTRATIONS = { most: 30, minutes: 60 };
const RESET_ADDRESS = { most: 20, minutes: 60 };
/** Per life of a reset link: whoever is at this limit has a link that works in their mailbox. */
const RESET_ACCOUNT = { most: 5, minutes: 30 };
const VERIFICATION_MAILS = { most: 5, minutes: 60 };
const PASSWORD_CONFIRMATIONS = { most: 10, minutes: 15 };

/** An account that does not exist is throttled like one that does. */
function accountKey(accountId: number | null, login: string): string {
  if (accountId !== null) return String(accountId);
  return createHash("sha256").update(login.toLowerCase()).digest("base64url");
}

/** The buckets of a login: its own for a browser that the account knows, else all three. */
export function loginBuckets(attempt: {
  accountId: number | null;
  login: string;
  address: string | null;
  device: string | null;
}): Bucket[] {
  const account = accountKey(attempt.accountId, attempt.login);
  if (attempt.device) {
    return [{ name: `login-device:${account}:${attempt.device}`, limit: LOGIN_FROM_DEVICE }];
  }
  const network = networkOf(attempt.address);
  return [
    { name: `login-pair:${account}:${network}`, limit: LOGIN_PAIR },
    { name: `login-address:${network}`, limit: LOGIN_ADDRESS },
    { name: `login-account:${account}`, limit: LOGIN_ACCOUNT },
  ];
}

export const registrationBuckets = (address: string | null): Bucket[] => [
  { name: `register-address:${networkOf(address)}`, limit: REGISTRATIONS },
];

export const resetRequestBuckets = (address: string | null): Bucket[] => [
  { name: `reset-address:${networkOf(address)}`, limit: RESET_ADDRESS },
];

export const resetMailBuckets = (accountId: number): Bucket[] => [
  { name: `reset-account:${accountId}`, limit: RESET_ACCOUNT },
];

export const verificationMailBuckets = (accountId: number): Bucket[] => [
  { name: `verify-account:${accountId}`, limit: VERIFICATION_MAILS },
];

/** Somebody at an open session does not get to guess its password. */
export const confirmationBuckets = (accountId: number): Bucket[] => [
  { name: `confirm-account:${accountId}`, limit: PASSWORD_CONFIRMATIONS },
];
