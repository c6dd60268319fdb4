import { decisionTime } from "@/lib/clock";
import { transaction } from "@/lib/db";
import { countEvents, type Event, eventsBetween } from "./turns";

/** Longer than any transaction lasts: what is written later is never of a time before. */
const SETTLED_AFTER_MS = 10 * 60_000;
const COUNTED_AT_ONCE_MS = 10 * 60_000;

const ADD = `
  INSERT INTO metric_total AS t (name, label, value)
  SELECT * FROM unnest($1::text[], $2::text[], $3::float8[])
  ON CONFLICT (name, label) DO UPDATE SET value = t.value + excluded.value`;

/**
 * Adds what is old enough in the audit log to what was counted for good, so that nobody who asks has
 * to read the whole log: they add the last minutes themselves (queries-totals.ts). Of several
 * workers at once one does it.
 */
export async function countOldEvents(): Promise<void> {
  await transaction(async (tx) => {
    const [row] = (
      await tx.query<{ from: Date; now: Date }>(
        `SELECT log_until AS from, clock_timestamp() AS now FROM metric_counted
         FOR UPDATE SKIP LOCKED`,
      )
    ).rows;
    if (!row) return;
    const until = new Date(decisionTime(row.now).getTime() - SETTLED_AFTER_MS);
    if (until.getTime() - row.from.getTime() < COUNTED_AT_ONCE_MS) return;
    const { rows } = await tx.query<Event>(eventsBetween("$1", "$2"), [row.from, until]);
    const counted = countEvents(rows).all();
    await tx.query(ADD, [
      counted.map(({ name }) => name),
      counted.map(({ label }) => label),
      counted.map(({ value }) => value),
    ]);
    await tx.query("UPDATE metric_counted SET log_until = $1", [until]);
  });
}
