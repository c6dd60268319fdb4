/** A worker's sign of life, and with it what it has counted. */
import { testTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { giveBack, takeTallies } from "./tally";

const NOW = "coalesce($2::timestamptz, clock_timestamp())";

const BEAT = `
  WITH beat AS (
    INSERT INTO worker (id, started_at, beat_at, mail_away_since)
    VALUES ($1, ${NOW}, ${NOW}, CASE WHEN $3 THEN ${NOW} END)
    ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at,
      mail_away_since = CASE WHEN $3 THEN coalesce(worker.mail_away_since, ${NOW}) END
  )
  INSERT INTO metric_total AS t (name, label, value)
  SELECT * FROM unnest($4::text[], $5::text[], $6::float8[])
  ON CONFLICT (name, label) DO UPDATE SET value = t.value + excluded.value`;

/**
 * Says that a worker has just finished a round, and writes down what it counted.
 * @param isMailAway whether the mail server takes no mail at all from it
 */
export async function beat(workerId: string, isMailAway: boolean): Promise<void> {
  const taken = takeTallies();
  const columns = [
    taken.map(({ name }) => name),
    taken.map(({ label }) => label),
    taken.map(({ value }) => value),
  ];
  try {
    await sql(BEAT, [workerId, testTime(), isMailAway, ...columns]);
  } catch (error) {
    giveBack(taken);
    throw error;
  }
}

/** Says that a worker is gone, and meant to be. */
export async function goHome(workerId: string): Promise<void> {
  await beat(workerId, false);
  await sql("DELETE FROM worker WHERE id = $1", [workerId]);
}
