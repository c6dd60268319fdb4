/** What is needed to check a password. Hashes never leave this folder. */
import { db, sql } from "@/lib/db";
import type { AccountStatus } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { confirmationBuckets } from "./limits";
import { betterHash, passwordMatches } from "./passwords";
import { countAttempt, forgiveAttempts, uncountAttempt } from "./throttle";

export type Credentials = {
  readonly id: number;
  readonly status: AccountStatus;
  readonly sessionVersion: number;
  readonly passwordHash: string;
};

/** The account of a username or, when there is no such username, of an e-mail address. */
export async function findCredentials(login: string): Promise<Credentials | null> {
  const [row] = await sql<Credentials>(
    `SELECT id, status, session_version AS "sessionVersion", password_hash AS "passwordHash"
     FROM "user" WHERE lower(username) = lower($1) OR lower(email) = lower($1)
     ORDER BY lower(username) = lower($1) DESC LIMIT 1`,
    [login],
  );
  return row ?? null;
}

// Unless the password was changed meanwhile. No session ends by it: the password stays.
const REPLACE = `UPDATE "user" SET password_hash = $3 WHERE id = $1 AND password_hash = $2`;

/**
 * Keeps a password that was just right as bcrypt, if its hash is of the original's kind. Nobody is
 * kept from logging in by it: where it fails, the next login tries again.
 */
export async function keepAsBcrypt(account: Credentials, password: string): Promise<void> {
  const { id, passwordHash } = account;
  try {
    const better = await betterHash(password, passwordHash);
    if (better !== null) await sql(REPLACE, [id, passwordHash, better]);
  } catch (error) {
    log.warn({ error, accountId: id }, "a password's hash was not replaced");
  }
}

/**
 * Makes sure that whoever sits at a session knows its password, before what would take the
 * account away from its user. Returns the version of the session that this held for.
 * @throws Refusal "wrong-password" at `currentPassword`, "too-many-attempts" or "busy"
 */
export async function confirmPassword(accountId: number, password: string): Promise<number> {
  const buckets = confirmationBuckets(accountId);
  await countAttempt(buckets);
  const account = await db().user.findUniqueOrThrow({
    where: { id: accountId },
    select: { passwordHash: true, sessionVersion: true },
  });
  const right = await passwordMatches(password, account.passwordHash).catch(async (error) => {
    await uncountAttempt(buckets);
    throw error;
  });
  if (!right) throw new Refusal("wrong-password", {}, "currentPassword");
  await forgiveAttempts(buckets);
  return account.sessionVersion;
}
