/** Words for examples about accounts. */
import { randomInt, randomUUID } from "node:crypto";
import bcrypt from "bcryptjs";
import { afterAll } from "vitest";
import { authenticate } from "@/lib/accounts/commands-authenticate";
import { endPasswordThreads } from "@/lib/accounts/passwords";
import type { Registration } from "@/lib/accounts/schema";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { FieldRefusals, Refusal } from "@/lib/errors";
import { stopTime } from "@/tests/support/engine";
import { makePerson } from "@/tests/support/people";

export const PASSWORD = "kettle-51-blue";
// Cheap to check; how slow real hashes are is another test's matter.
const HASH = bcrypt.hashSync(PASSWORD, 4);

/** For files whose tests hash passwords and stop the clock. */
export function withAccounts(): void {
  stopTime();
  afterAll(endPasswordThreads);
}

/** What a person who registers fills in, different each time. */
export function aRegistration(changes: Partial<Registration> = {}): Registration {
  const unique = randomUUID().slice(0, 13);
  return {
    username: `new-${unique}`,
    name: "林小明",
    email: `new-${unique}@example.org`,
    phone: `09${randomInt(1e12, 1e13)}`,
    lab: "網路實驗室",
    password: PASSWORD,
    passwordAgain: PASSWORD,
    ...changes,
  };
}

export const from = (address: string | null) => ({ address, locale: "en" as const });

/** An ACTIVE account whose password is PASSWORD. */
export async function makeMember(details: Parameters<typeof makePerson>[0] = {}): Promise<Member> {
  const actor = await makePerson(details);
  await sql(`UPDATE "user" SET password_hash = $2 WHERE id = $1`, [actor.id, HASH]);
  return { ...actor, ...(await account(actor.id)) };
}

export type Member = Actor & { username: string; email: string };

/** The account as it stands in the database. */
export async function account(id: number) {
  const [row] = await sql<{
    username: string;
    name: string;
    email: string;
    phone: string;
    lab: string;
    status: string;
    locale: string;
    is_admin: boolean;
    time_multiplier: number;
    session_version: number;
    password_hash: string;
    email_verified_at: Date | null;
  }>(`SELECT * FROM "user" WHERE id = $1`, [id]);
  if (!row) throw new Error(`there is no account ${id}`);
  return row;
}

/** Logs in with the account's username; `device` is the device cookie its browser holds. */
export function logIn(
  { username }: { username: string },
  { password = PASSWORD, address = "198.51.100.1", device }: LoginDetails = {},
) {
  return authenticate({ login: username, password, address, deviceFor: () => device });
}
type LoginDetails = { password?: string; address?: string; device?: string };

/** What a command answers: "ok", or its refusals as "field: code". */
export async function answer(command: Promise<unknown>): Promise<string> {
  try {
    await command;
    return "ok";
  } catch (error) {
    const one = (refusal: Refusal) =>
      refusal.field ? `${refusal.field}: ${refusal.code}` : refusal.code;
    if (error instanceof FieldRefusals) return error.refusals.map(one).join(", ");
    if (error instanceof Refusal) return one(error);
    throw error;
  }
}

/** The answers of commands that run at the same moment, in alphabetical order. */
export async function answers(...commands: Promise<unknown>[]): Promise<string[]> {
  return (await Promise.all(commands.map(answer))).sort();
}

/** The mails to an account, in the order in which they were caused. */
export async function mailsTo(id: number): Promise<string[]> {
  const rows = await sql<{ kind: string }>(
    "SELECT kind FROM notification WHERE user_id = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ kind }) => kind);
}

/** The id of the link in the newest mail of a kind. */
export async function linkMailed(id: number, kind: "verify-email" | "reset-password") {
  const [row] = await sql<{ link: string }>(
    `SELECT payload->>'linkId' AS link FROM notification
     WHERE user_id = $1 AND kind = $2 ORDER BY id DESC LIMIT 1`,
    [id, kind],
  );
  if (!row) throw new Error(`no ${kind} was mailed to account ${id}`);
  return row.link;
}

/** What the audit log says about an account, oldest first. */
export async function audited(id: number) {
  return sql<{ action: string; actor_id: number | null; details: object; address: string | null }>(
    `SELECT action, actor_id, details, address FROM audit_log
     WHERE subject_type = 'account' AND subject_id = $1 ORDER BY id`,
    [id],
  );
}
