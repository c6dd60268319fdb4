import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import { DAY } from "@/lib/domain/words";

// Only what lies in the period counts; a use that is running counts until now.
const HELD = `
  SELECT coalesce(sum(extract(epoch FROM
    least(coalesce(CASE WHEN r.status = 'ACTIVE' THEN $3 ELSE r.end_time END, $3), $3)
    - greatest(r.start_time, $2))), 0)::float8 * 1000 AS held
  FROM reservation r
  WHERE r.user_id = $1 AND r.start_time < $3
    AND (r.status = 'ACTIVE' OR r.end_time > $2)`;

/** For how long somebody has held GPUs in the last so many days, in ms. */
export async function heldSince(userId: number, days: number): Promise<number> {
  const at = await now();
  const from = new Date(at.getTime() - days * DAY);
  const [row] = await sql<{ held: number }>(HELD, [userId, from, at]);
  return row?.held ?? 0;
}
