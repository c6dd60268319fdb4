/** What open pages are told, and who may know it, in one statement for all of them. */
import { sql } from "@/lib/db";
import { NEWEST_IDENTITY, READING } from "@/lib/stats/queries";
import type { Reading } from "@/lib/stats/views";

/** What PostgreSQL notifies when something changes that somebody may see; see the migration. */
export const CHANGES_CHANNEL = "gpusched_changes";

/** Somebody whose account is active. */
export type Watcher = {
  readonly id: number;
  /** Sessions of any other version have ended. */
  readonly sessionVersion: number;
  readonly isAdmin: boolean;
  /**
   * Another value whenever something changed that they see: their GPUs and who is in the queues of
   * these, in which order; maintenance, announcements. Null unless it was asked for.
   */
  readonly sees: string | null;
  /** The same of their own live reservations. */
  readonly has: string | null;
};

/** The newest reading of a GPU, and which of the watchers have access to it. */
export type WatchedReading = Reading & { readonly seers: readonly number[] };

export type Watched = {
  readonly watchers: readonly Watcher[];
  readonly readings: readonly WatchedReading[];
};

const LIVE = "r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')";

const WATCHED = `
  WITH look AS MATERIALIZED (
    SELECT g.id, md5(concat_ws('|', g::text,
        (SELECT string_agg(concat_ws(':', r::text, q.priority, q.status), ',' ORDER BY r.id)
         FROM reservation r LEFT JOIN user_gpu_access q ON q.user_id = r.user_id AND q.gpu_id = g.id
         WHERE r.gpu_id = g.id AND ${LIVE}),
        (SELECT string_agg(m::text, ',' ORDER BY m.id) FROM maintenance m
         WHERE m.gpu_id = g.id OR m.server_id = g.server_id))) AS digest
    FROM gpu g WHERE $2
  ), said AS MATERIALIZED (
    SELECT string_agg(n::text, ',' ORDER BY n.id) AS all_of_it FROM announcement n WHERE $2
  ), watcher AS (
    SELECT u.id, u.session_version AS "sessionVersion", u.is_admin AS "isAdmin",
           CASE WHEN $2 THEN md5(concat_ws('|', (SELECT all_of_it FROM said), (
             SELECT string_agg(concat_ws(':', look.digest, a.priority, a.status), ',' ORDER BY look.id)
             FROM look LEFT JOIN user_gpu_access a ON a.gpu_id = look.id AND a.user_id = u.id
             WHERE u.is_admin OR a.user_id IS NOT NULL))) END AS sees,
           CASE WHEN $2 THEN md5((
             SELECT string_agg(r::text, ',' ORDER BY r.id)
             FROM reservation r WHERE r.user_id = u.id AND ${LIVE})) END AS has
    FROM "user" u WHERE u.id = ANY($1::int[]) AND u.status = 'ACTIVE'
  ), seen AS (
    SELECT ${READING}, ARRAY(
        SELECT a.user_id FROM user_gpu_access a JOIN watcher w ON w.id = a.user_id
        WHERE a.gpu_id = g.id
      ) AS seers
    FROM gpu g JOIN gpu_reading r ON r.gpu_id = g.id ${NEWEST_IDENTITY}
  )
  SELECT coalesce((SELECT json_agg(watcher) FROM watcher), '[]') AS watchers,
         coalesce((SELECT json_agg(seen) FROM seen), '[]') AS readings`;

/**
 * Who of these users is still there, and the newest readings with who of them sees each; when
 * `withLooks` also how everything looks that each of them sees.
 */
export async function watched(userIds: readonly number[], withLooks: boolean): Promise<Watched> {
  const [row] = await sql<Watched>(WATCHED, [userIds, withLooks]);
  return row ?? { watchers: [], readings: [] };
}
