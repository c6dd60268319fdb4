import { testTime } from "@/lib/clock";
import { sql } from "@/lib/db";

/** What the last 24 hours were like. Lengths are in ms; null where there were none. */
export type LastDay = {
  readonly turns: number;
  readonly passedOn: number;
  /** Half of those who got their turn waited no longer. */
  readonly typicalWaitMs: number | null;
  readonly longestWaitMs: number | null;
  readonly mails: number;
  /** From a turn until the mail server had taken its mail. */
  readonly typicalMailMs: number | null;
  readonly slowestMailMs: number | null;
};

// In a sub-select, since PostgreSQL looks into an index only for what does not change meanwhile.
const BEGAN = "(SELECT coalesce($1::timestamptz, clock_timestamp()) - interval '1 day')";

const DAY = `
  WITH event AS (
    SELECT l.action, greatest(0, extract(epoch FROM l.at - (
        SELECT r.reservation_time FROM reservation r WHERE r.id = l.subject_id))) * 1000 AS waited
    FROM audit_log l
    WHERE l.at > ${BEGAN} AND l.subject_type = 'reservation'
      AND l.action IN ('reservation.turn-given', 'reservation.turn-passed-on')
  ), turn AS (SELECT waited FROM event WHERE action = 'reservation.turn-given'),
  mail AS (
    SELECT greatest(0, extract(epoch FROM n.sent_at - coalesce(n.requeued_at, n.created_at))) * 1000
      AS took
    FROM notification n
    WHERE n.created_at > ${BEGAN} AND n.status = 'SENT' AND n.kind IN ('your-turn', 'started')
  )
  SELECT (SELECT count(*)::int FROM turn) AS turns,
    (SELECT count(*)::int FROM event WHERE action = 'reservation.turn-passed-on') AS "passedOn",
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY waited) FROM turn)::float8 AS "typicalWaitMs",
    (SELECT max(waited)::float8 FROM turn) AS "longestWaitMs",
    (SELECT count(*)::int FROM mail) AS mails,
    (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FROM mail)::float8 AS "typicalMailMs",
    (SELECT max(took)::float8 FROM mail) AS "slowestMailMs"`;

/** What the last 24 hours were like. */
export async function lastDay(): Promise<LastDay> {
  const [row] = await sql<LastDay>(DAY, [testTime()]);
  if (!row) throw new Error("PostgreSQL did not answer");
  return row;
}
