/** What the turns that GPUs had tell of those that they will have, for the likely starts. */
import { sql } from "@/lib/db";
import { type HeldTurns, KNOWN_DAYS, KNOWN_TURNS, type Past, pastFrom } from "@/lib/domain/past";
import { DAY, type Instant } from "@/lib/domain/words";

type Row = {
  gpu_id: number;
  user_id: number;
  duration: number;
  priority: number;
  turns: number;
  uses: number;
  used: number;
  unclaimed: number;
  held: number;
  since: Date;
};

const milliseconds = (interval: string) =>
  `coalesce(extract(epoch FROM ${interval}) * 1000, 0)::float8`;

// The newest by reservation_turn_idx, added up here, so that few rows travel. What an administrator
// or maintenance ended says nothing of its user, but held the GPU all the same.
const LOAD = `
  SELECT p.gpu_id, p.user_id, p.duration, p.priority, p.turns, p.uses, p.since,
    ${milliseconds("p.used")} AS used, ${milliseconds("p.unclaimed")} AS unclaimed,
    ${milliseconds("p.held")} AS held
  FROM (
    SELECT g.id AS gpu_id, t.user_id, t.duration, t.priority, min(t.began) AS since,
      count(*) FILTER (WHERE t.own)::int AS turns,
      count(t.start_time) FILTER (WHERE t.own)::int AS uses,
      sum(t.end_time - t.start_time) FILTER (WHERE t.own) AS used,
      sum(coalesce(t.start_time, t.end_time) - t.began) FILTER (WHERE t.own) AS unclaimed,
      sum(t.end_time - t.began) AS held
    FROM unnest($1::int[]) AS g(id), LATERAL (
      SELECT r.user_id, r.duration, r.priority, r.start_time, r.end_time,
        r.notification_time AS began,
        r.end_cause NOT IN ('ENDED_BY_ADMIN', 'MAINTENANCE', 'CANCELLED_BY_ADMIN') AS own
      FROM reservation r
      WHERE r.gpu_id = g.id AND r.notification_time > $2
        AND r.status IN ('COMPLETED', 'EXPIRED', 'CANCELLED')
      ORDER BY r.notification_time DESC LIMIT $3
    ) t
    GROUP BY g.id, t.user_id, t.duration, t.priority
  ) p`;

const toTurns = (row: Row): HeldTurns => ({
  userId: row.user_id,
  durationHours: row.duration,
  priority: row.priority,
  turns: row.turns,
  uses: row.uses,
  used: row.used,
  unclaimed: row.unclaimed,
  held: row.held,
  since: row.since.getTime(),
});

/**
 * What is known of each GPU, from its own turns alone, so that no estimate tells of another GPU. One
 * that had no turn lately is left out.
 */
export async function pastOf(gpuIds: readonly number[], now: Instant): Promise<Map<number, Past>> {
  if (gpuIds.length === 0) return new Map();
  const after = new Date(now - KNOWN_DAYS * DAY);
  const byGpu = new Map<number, HeldTurns[]>();
  for (const row of await sql<Row>(LOAD, [gpuIds, after, KNOWN_TURNS])) {
    byGpu.set(row.gpu_id, [...(byGpu.get(row.gpu_id) ?? []), toTurns(row)]);
  }
  return new Map([...byGpu].map(([gpuId, turns]) => [gpuId, pastFrom(turns, now)]));
}
