import { readHash } from "@/lib/accounts/hash-kinds.mjs";
import { identitySchema } from "@/lib/accounts/schema";
import { TAKEN, type Taken } from "@/lib/accounts/taken";
import { type Audit, recordAll } from "@/lib/audit/record";
import { Refusal } from "@/lib/errors";
import { type Known, loadKnown, remember } from "./known";
import { problemOf } from "./phrases";
import { type Problem, Reading } from "./reading";
import { idOf, refuse, type Target, takeId } from "./target";
import type { OldRow, OldRows } from "./words";

/** The rows with ids that earlier runs took are other ones: this is not the database of then. */
export class OtherDatabase extends Error {}

/** A hash that no password has. */
const NO_PASSWORD = "-";
const LONGEST_HASH = 255;
const MOST_TIME_MULTIPLIER = 10;

const INSERT = `
  INSERT INTO "user" (id, username, name, email, phone, lab, status, time_multiplier, is_admin,
                      password_hash, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
  ON CONFLICT DO NOTHING RETURNING id`;

const OWNERS = `
  SELECT DISTINCT username FROM "user"
  WHERE lower(username) IN (lower($1), lower($2)) OR lower(email) IN (lower($1), lower($2))
    OR phone = $3 ORDER BY 1`;

type Identity = ReturnType<typeof identitySchema.parse>;

/** Who somebody is, by the rules of the portal's own forms. */
function identityOf(target: Target, reading: Reading): Identity | null {
  const columns = ["username", "name", "email", "phone", "lab"] as const;
  const told = Object.fromEntries(columns.map((column) => [column, reading.text(column)]));
  if (reading.problems.length > 0) return null;
  const parsed = identitySchema.safeParse(told);
  if (parsed.success) return parsed.data;
  reading.problems.push(...target.refusalsOf(parsed.error).map((each) => problemOf(each)));
  return null;
}

function passwordOf({ ledger }: Target, row: OldRow, reading: Reading): string {
  const hash = reading.text("password_hash");
  if (hash.length <= LONGEST_HASH && readHash(hash)) return hash;
  ledger.remark("user", idOf(row), "no password can be checked by its hash; it must be reset");
  return NO_PASSWORD;
}

/** What is written otherwise here than there, such as a phone number without its hyphens. */
function remarkOnSpelling({ ledger }: Target, row: OldRow, identity: Identity): void {
  for (const [column, value] of Object.entries(identity)) {
    if (row[column] === value) continue;
    ledger.remark("user", idOf(row), `${column} is written otherwise here`, `as ${value}`);
  }
}

/** Why an identity cannot be had; empty when it can. */
async function conflictsOf({ tx }: Target, identity: Identity): Promise<Problem[]> {
  const { username, email, phone } = identity;
  const [taken] = (await tx.query<Taken>(TAKEN, [username, email, phone, null])).rows;
  const fields = (["username", "email", "phone"] as const).filter((field) => taken?.[field]);
  if (fields.length === 0) return [];
  const owners = (await tx.query<{ username: string }>(OWNERS, [username, email, phone])).rows;
  const detail = `of the account ${owners.map((owner) => owner.username).join(", ")}`;
  return fields.map((field, index) =>
    problemOf(new Refusal(`${field}-taken`, {}, field), index === 0 ? detail : ""),
  );
}

async function take(target: Target, row: OldRow): Promise<Audit | null> {
  const { tx, ledger } = target;
  const reading = new Reading(row);
  const identity = identityOf(target, reading);
  const status = reading.has("status") ? reading.status("status") : "ACTIVE";
  const timeMultiplier = reading.positive("time_multiplier", MOST_TIME_MULTIPLIER);
  const isAdmin = reading.flag("is_admin");
  if (reading.isNull("password_hash")) reading.wrong("password_hash is NULL");
  if (!identity || reading.problems.length > 0) {
    refuse(target, "user", idOf(row), reading.problems);
    return null;
  }
  const conflicts = await conflictsOf(target, identity);
  if (conflicts.length > 0) {
    refuse(target, "user", idOf(row), conflicts);
    return null;
  }
  const id = await takeId(target, '"user"');
  const at = new Date(target.now);
  const { username, name, email, phone, lab } = identity;
  const hash = passwordOf(target, row, reading);
  const values = [id, username, name, email, phone, lab, status, timeMultiplier, isAdmin, hash, at];
  if ((await tx.query(INSERT, values)).rowCount === 0) {
    ledger.refused("user", idOf(row), "somebody registered with the same names at this moment");
    return null;
  }
  remarkOnSpelling(target, row, identity);
  await remember(tx, "user", [{ key: idOf(row), id, label: username }]);
  ledger.taken("user", idOf(row), status, `${username}${isAdmin ? ", administrator" : ""}`);
  return {
    at,
    actor: null,
    action: "account.imported",
    subjectType: "account",
    subjectId: id,
    details: { username, email, status, isAdmin, legacyId: Number(idOf(row)) },
  };
}

/** @throws OtherDatabase when none of the accounts that were taken before is called the same */
function requireSame(known: Known, rows: readonly OldRow[]): void {
  const before = rows.filter((row) => known.has(idOf(row)));
  const isSame = (row: OldRow) => row.username?.trim() === known.get(idOf(row))?.label;
  if (before.length > 0 && !before.some(isSame)) throw new OtherDatabase();
}

/** Brings over the accounts that are not known yet; nobody is told of it by mail. */
export async function importAccounts(target: Target, pages: OldRows): Promise<void> {
  const known = await loadKnown(target.tx, "user");
  const rows: OldRow[] = [];
  for await (const page of pages) rows.push(...page);
  requireSame(known, rows);
  const audits: Audit[] = [];
  for (const row of rows) {
    if (known.has(idOf(row))) target.ledger.known("user");
    else audits.push(...[await take(target, row)].filter((audit) => audit !== null));
  }
  await recordAll(target.tx, audits);
}
