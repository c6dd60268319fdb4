/** Accounts as administrators see them. */
import { createHash } from "node:crypto";
import { sql } from "@/lib/db";
import type { AccountStatus } from "@/lib/domain/words";
import type { Locale } from "@/lib/i18n/locales";
import type { AccountFilters, AccountSort } from "./schema";

export type AccountDetails = {
  readonly id: number;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phone: string;
  readonly lab: string;
  readonly status: AccountStatus;
  readonly timeMultiplier: number;
  readonly isAdmin: boolean;
  readonly locale: Locale;
  /** Epoch ms. */
  readonly createdAt: number;
};

const PAGE_SIZE = 50;

export const ACCOUNT_COLUMNS = `
  id, username, name, email, email_verified_at IS NOT NULL AS "emailVerified", phone, lab, status,
  time_multiplier AS "timeMultiplier", is_admin AS "isAdmin", locale, created_at AS "createdAt"`;

const MATCHES = `
  ($1 = '' OR position(lower($1) IN lower(concat_ws(E'\\n', username, name, email, phone))) > 0)
  AND ($2::account_status IS NULL OR status = $2)
  AND ($3 = '' OR lab = $3)`;

/** What each sort orders by; nothing else ever reaches ORDER BY. */
const ORDERS: Readonly<Record<AccountSort, string>> = {
  "": "status = 'PENDING' DESC, lower(username)",
  username: "lower(username)",
  "-username": "lower(username) DESC",
  name: "lower(name)",
  "-name": "lower(name) DESC",
  lab: "lower(lab)",
  "-lab": "lower(lab) DESC",
  status: "status",
  "-status": "status DESC",
  timeMultiplier: "time_multiplier",
  "-timeMultiplier": "time_multiplier DESC",
  created: "created_at",
  "-created": "created_at DESC",
};

export type AccountRow = Omit<AccountDetails, "createdAt"> & { createdAt: Date };

export function detailsOf(row: AccountRow): AccountDetails {
  return { ...row, createdAt: row.createdAt.getTime() };
}

export type AccountList = {
  readonly accounts: readonly AccountDetails[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
};

/** One page of the accounts that match; a page beyond the last is the last. */
export async function listAccounts(filters: AccountFilters): Promise<AccountList> {
  const { search, status, lab, sort } = filters;
  const matching = [search, status ?? null, lab];
  const [counted] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM "user" WHERE ${MATCHES}`,
    matching,
  );
  const count = counted?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const page = Math.min(filters.page, pages);
  const rows = await sql<AccountRow>(
    `SELECT ${ACCOUNT_COLUMNS} FROM "user" WHERE ${MATCHES} ORDER BY ${ORDERS[sort]}, id LIMIT $4 OFFSET $5`,
    [...matching, PAGE_SIZE, (page - 1) * PAGE_SIZE],
  );
  return { accounts: rows.map(detailsOf), count, page, pages };
}

/** Every account that matches, in the order of the list: for a file. */
export async function exportAccounts(filters: AccountFilters): Promise<AccountDetails[]> {
  const { search, status, lab, sort } = filters;
  const rows = await sql<AccountRow>(
    `SELECT ${ACCOUNT_COLUMNS} FROM "user" WHERE ${MATCHES} ORDER BY ${ORDERS[sort]}, id`,
    [search, status ?? null, lab],
  );
  return rows.map(detailsOf);
}

/** Every lab that has an account, in alphabetical order. */
export async function listLabs(): Promise<string[]> {
  const rows = await sql<{ lab: string }>(
    `SELECT lab FROM "user" GROUP BY lab ORDER BY lower(lab), lab`,
  );
  return rows.map(({ lab }) => lab);
}

/** One account, or null. */
export async function findAccount(id: number): Promise<AccountDetails | null> {
  const [row] = await sql<AccountRow>(`SELECT ${ACCOUNT_COLUMNS} FROM "user" WHERE id = $1`, [id]);
  return row ? detailsOf(row) : null;
}

/** What an administrator may edit, in the shape of the form and of the audit log. */
export function editable(account: AccountDetails) {
  const { username, name, email, phone, lab, locale, timeMultiplier, isAdmin } = account;
  return { username, name, email, phone, lab, locale, timeMultiplier, isAdmin };
}

/** Changes with every edit; a form sends it back, to say which version it was filled in from. */
export function versionOf(account: AccountDetails): string {
  const values = JSON.stringify(Object.values(editable(account)));
  return createHash("sha256").update(values).digest("base64url");
}
