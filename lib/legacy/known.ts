/** Which old rows are in the portal already. */
import type { Transaction } from "@/lib/db";

// Any fixed number: one import at a time, the next waits.
const IMPORT_LOCK = 4_090_100_802;

type IdTable = "user" | "gpu" | "reservation";
type Row = { old_key: string; new_id: number; label: string | null; is_there: boolean };

const LOAD = `
  SELECT l.old_key, l.new_id, l.label, CASE l.old_table
      WHEN 'user' THEN EXISTS (SELECT FROM "user" u WHERE u.id = l.new_id)
      WHEN 'gpu' THEN EXISTS (SELECT FROM gpu g WHERE g.id = l.new_id)
      ELSE true END AS is_there
  FROM legacy_row l WHERE l.old_table = $1`;

/** An old row's id here; null when it was deleted since. */
export type Known = ReadonlyMap<string, { readonly id: number | null; readonly label: string }>;

/** What earlier runs took of a table. Another import waits from here to the end of `tx`. */
export async function loadKnown(tx: Transaction, table: IdTable): Promise<Known> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [IMPORT_LOCK]);
  const { rows } = await tx.query<Row>(LOAD, [table]);
  return new Map(
    rows.map((row) => [
      row.old_key,
      { id: row.is_there ? row.new_id : null, label: row.label ?? "" },
    ]),
  );
}

/** The accesses that earlier runs took. */
export async function loadKnownAccesses(tx: Transaction): Promise<Set<string>> {
  const { rows } = await tx.query<{ old_key: string }>(
    "SELECT old_key FROM legacy_row WHERE old_table = 'user_gpu_access'",
  );
  return new Set(rows.map((row) => row.old_key));
}

type Taken = { readonly key: string; readonly id: number | null; readonly label?: string };

const REMEMBER = `
  INSERT INTO legacy_row (old_table, old_key, new_id, label)
  SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[])`;

/** Remembers rows that are taken. */
export async function remember(
  tx: Transaction,
  table: IdTable | "user_gpu_access",
  taken: readonly Taken[],
): Promise<void> {
  const column = <Key extends keyof Taken>(key: Key) => taken.map((row) => row[key] ?? null);
  await tx.query(REMEMBER, [table, column("key"), column("id"), column("label")]);
}
