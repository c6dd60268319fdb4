/** Adds samples up anew, for when what they were added up by is no longer what is wanted. */
import { longTransaction, sql, type Transaction } from "@/lib/db";
import { DAY, type Instant } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { takeDayAway } from "./days";
import { keptDays } from "./partitions";
import { INTO_ROLLUP, rolledUp } from "./rollup";

// Those of a GPU that was deleted the moment they came belong to nothing.
const OF_THE_DAY = `(
  SELECT * FROM gpu_sample WHERE at >= $1 AND at < $2
    AND gpu_id IN (SELECT id FROM gpu)
) AS of_the_day`;

/**
 * Makes the sums of a day (UTC; the instant at which it begins) anew from its samples. Whoever
 * stores samples meanwhile waits for the end of `tx`: nothing is lost or counted twice.
 */
export async function rebuildRollups(tx: Transaction, day: Instant): Promise<void> {
  const hours = [new Date(day), new Date(day + DAY)];
  const seconds = settings().AGGREGATION_INTERVAL_MINUTES * 60;
  // Whoever adds has this table's lock from before its samples are written until they are
  // committed, so that the statements below see all of them.
  await tx.query("LOCK TABLE gpu_rollup IN EXCLUSIVE MODE");
  await takeDayAway(tx, day);
  // A day whose samples were just dropped keeps its sums; those that are here now stay meanwhile.
  await tx.query(
    `DELETE FROM gpu_rollup WHERE start >= $1 AND start < $2
       AND EXISTS (SELECT FROM gpu_sample WHERE at >= $1 AND at < $2)`,
    hours,
  );
  await tx.query(`${INTO_ROLLUP} ${rolledUp(OF_THE_DAY, "$3::int")}`, [...hours, seconds]);
}

const REMEMBERED =
  "SELECT value->'minutes' AS minutes FROM portal_fact WHERE key = 'rollup-interval'";

const REMEMBER = `
  INSERT INTO portal_fact (key, value)
  VALUES ('rollup-interval', jsonb_build_object('minutes', $1::int))
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`;

/**
 * Rebuilds every day of which samples are kept when AGGREGATION_INTERVAL_MINUTES is no longer what
 * it was, a transaction for each; begins again where it was cut off. Returns how many it rebuilt.
 * Older sums stay as they are: what they are of is gone.
 */
export async function rebuildWhenIntervalChanged(): Promise<number> {
  const minutes = settings().AGGREGATION_INTERVAL_MINUTES;
  const [remembered] = await sql<{ minutes: number }>(REMEMBERED);
  if (remembered?.minutes === minutes) return 0;
  const days = await keptDays();
  for (const day of days) await longTransaction((tx) => rebuildRollups(tx, day));
  await sql(REMEMBER, [minutes]);
  return days.length;
}
