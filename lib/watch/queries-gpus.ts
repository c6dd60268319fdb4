import { testTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";

/** What a GPU is doing: what holds it comes before what is wrong with it. */
export const GPU_STATES = ["free", "held", "turn", "fault", "maintenance", "disabled"] as const;

export type WatchedGpu = {
  /** Its server and number, as people know it. */
  readonly gpu: string;
  readonly state: (typeof GPU_STATES)[number];
  readonly waiting: number;
};

const GPUS = `
  SELECT s.name || '-' || g.gpu_index AS gpu,
    CASE WHEN h.status = 'ACTIVE' THEN 'held' WHEN h.status = 'NOTIFIED' THEN 'turn'
      WHEN NOT g.status THEN 'disabled' WHEN g.fault IS NOT NULL THEN 'fault'
      WHEN EXISTS (SELECT FROM maintenance m
        WHERE (m.gpu_id = g.id OR m.server_id = g.server_id) AND m.begins_at <= at.now
          AND (m.ends_at IS NULL OR m.ends_at > at.now)) THEN 'maintenance'
      ELSE 'free' END AS state,
    (SELECT count(*) FROM reservation r WHERE r.gpu_id = g.id AND r.status = 'WAITING')::int AS waiting
  FROM gpu g JOIN server s ON s.id = g.server_id
  CROSS JOIN (SELECT coalesce($1::timestamptz, clock_timestamp()) AS now) at
  LEFT JOIN reservation h ON h.gpu_id = g.id AND h.status IN ('NOTIFIED', 'ACTIVE')
  ORDER BY s.name, g.gpu_index`;

/** Every GPU with the length of its queue. */
export const watchedGpus = (): Promise<WatchedGpu[]> => sql<WatchedGpu>(GPUS, [testTime()]);

export type HeardServer = { readonly server: string; readonly heardAt: Instant };

const HEARD = `
  SELECT s.name AS server, epoch_ms(a.heard_at)::float8 AS "heardAt"
  FROM agent a JOIN server s ON s.id = a.server_id WHERE a.heard_at IS NOT NULL ORDER BY s.name`;

/** When each server's agent reported the last time. */
export const heardServers = (): Promise<HeardServer[]> => sql<HeardServer>(HEARD);

const FAILED = `
  SELECT count(*)::int AS count FROM notification
  WHERE status = 'FAILED'
    AND created_at > (SELECT coalesce($1::timestamptz, clock_timestamp()) - interval '7 days')`;

/** How many mails of the last seven days were given up. */
export async function failedMails(): Promise<number> {
  const [row] = await sql<{ count: number }>(FAILED, [testTime()]);
  return row?.count ?? 0;
}
