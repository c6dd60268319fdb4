import type { z } from "zod";
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import type { Refusal } from "@/lib/errors";
import type { Ledger } from "./ledger";
import type { Problem } from "./reading";
import type { OldRow, OldTable } from "./words";

/** What a run has been told, and where it writes. */
export type Target = {
  readonly tx: Transaction;
  readonly ledger: Ledger;
  /** The instant at which the transaction decides. */
  readonly now: Instant;
  /** All that is written will be undone. */
  readonly isDryRun: boolean;
  /** What a schema refused, field by field. */
  readonly refusalsOf: (error: z.ZodError) => readonly Refusal[];
  /** Reads an old time of a column. */
  readonly clockOf: (table: OldTable, column: string) => (text: string) => Instant | null;
};

type WithId = '"user"' | "server" | "gpu" | "reservation";

/**
 * So many new ids of a table, ascending. A dry run takes other ones, below zero, since a sequence
 * never goes back.
 */
export async function takeIds(target: Target, table: WithId, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await target.tx.query<{ id: number }>(
    `SELECT nextval($1)::int AS id FROM generate_series(1, $2) ORDER BY 1`,
    [target.isDryRun ? "pg_temp.legacy_dry_run" : `${table.replaceAll('"', "")}_id_seq`, count],
  );
  return rows.map(({ id }) => id);
}

export async function takeId(target: Target, table: WithId): Promise<number> {
  const [id] = await takeIds(target, table, 1);
  if (id === undefined) throw new Error(`no new id of ${table}`);
  return id;
}

/** The key of a row that has an id. */
export const idOf = (row: OldRow): string => row.id ?? "NULL";

/** Says all that is wrong with a row. */
export function refuse(
  { ledger }: Target,
  table: Parameters<Ledger["refused"]>[0],
  id: string,
  problems: readonly Problem[],
): void {
  const what = problems.map((problem) => problem.what).join("; ");
  const detail = problems.flatMap((problem) => problem.detail || []).join("; ");
  ledger.refused(table, id, what, detail);
}
