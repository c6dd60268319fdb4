/** What open pages are told, and who may know it, in one statement for all of them. */
import { sql } from "@/lib/db";
import { NEWEST_IDENTITY, READING } from "@/lib/stats/queries";
import type { Reading } from "@/lib/stats/views";

/** Somebody whose account is active. */
export type Watcher = {
  readonly id: number;
  /** Sessions of any other version have ended. */
  readonly sessionVersion: number;
  readonly isAdmin: boolean;
};

/** The newest reading of a GPU, and which of the watchers have access to it. */
export type WatchedReading = Reading & { readonly seers: readonly number[] };

type Row = { watchers: Watcher[]; readings: WatchedReading[] };

const WATCHED = `
  WITH watcher AS (
    SELECT id, session_version AS "sessionVersion", is_admin AS "isAdmin"
    FROM "user" WHERE id = ANY($1::int[]) AND status = 'ACTIVE'
  ), seen AS (
    SELECT ${READING}, ARRAY(
        SELECT a.user_id FROM user_gpu_access a JOIN watcher w ON w.id = a.user_id
        WHERE a.gpu_id = g.id
      ) AS seers
    FROM gpu g JOIN gpu_reading r ON r.gpu_id = g.id ${NEWEST_IDENTITY}
  )
  SELECT coalesce((SELECT json_agg(watcher) FROM watcher), '[]') AS watchers,
         coalesce((SELECT json_agg(seen) FROM seen), '[]') AS readings`;

/** Who of these users is still there, and the newest readings with who of them sees each. */
export async function watchedReadings(userIds: readonly number[]): Promise<Row> {
  const [row] = await sql<Row>(WATCHED, [userIds]);
  return row ?? { watchers: [], readings: [] };
}
