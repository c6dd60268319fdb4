/** What is due in a database at this moment and not done yet, asked in plain SQL by the rules alone. */
import type pg from "pg";

/** $1: an hour, $2: a claim window; both in ms. */
const DUE = `
  WITH moment AS (SELECT clock_timestamp() AS now),
  span AS (SELECT $1::float8 * interval '1 ms' AS hour, $2::float8 * interval '1 ms' AS claim),
  outage AS (
    SELECT g.id AS gpu_id, tstzrange(m.begins_at, m.ends_at) AS time
    FROM gpu g JOIN maintenance m ON m.gpu_id = g.id OR m.server_id = g.server_id),
  waiter AS (
    SELECT r.gpu_id FROM moment, span, reservation r
    JOIN user_gpu_access a USING (user_id, gpu_id) JOIN "user" u ON u.id = r.user_id
    WHERE r.status = 'WAITING' AND a.status AND u.status = 'ACTIVE' AND NOT EXISTS (
      SELECT FROM outage o WHERE o.gpu_id = r.gpu_id AND o.time && tstzrange(now,
        now + r.duration * hour + CASE WHEN r.auto_start THEN interval '0' ELSE claim END)))
  SELECT 'the end of ' || id AS what FROM moment, reservation
  WHERE status = 'ACTIVE' AND end_time <= now
  UNION ALL
  SELECT 'the passing on of turn ' || turn || ' of ' || id FROM moment, span, reservation
  WHERE status = 'NOTIFIED' AND notification_time + claim <= now
  UNION ALL
  SELECT 'the withdrawal of ' || r.id FROM reservation r
  WHERE status = 'NOTIFIED' AND NOT EXISTS (
    SELECT FROM user_gpu_access a JOIN "user" u ON u.id = a.user_id
    WHERE a.user_id = r.user_id AND a.gpu_id = r.gpu_id AND a.status AND u.status = 'ACTIVE')
  UNION ALL
  SELECT 'a turn on GPU ' || g.id || ' after '
    || (SELECT coalesce(sum(turn), 0) FROM reservation r WHERE r.gpu_id = g.id) || ' others'
  FROM gpu g
  WHERE g.status AND g.fault IS NULL AND EXISTS (SELECT FROM waiter w WHERE w.gpu_id = g.id)
    AND NOT EXISTS (SELECT FROM reservation r
      WHERE r.gpu_id = g.id AND r.status IN ('NOTIFIED', 'ACTIVE'))`;

const UNSENT = `
  SELECT 'mail ' || id || ' (' || status || ')' AS what FROM notification WHERE status <> 'SENT'`;

export type Spans = { readonly hourMs: number; readonly claimMs: number };

/** Ends, claim windows that are over, turns to be taken back or given; each by a name of its own. */
export async function dueNow(database: pg.Pool, { hourMs, claimMs }: Spans): Promise<string[]> {
  const { rows } = await database.query<{ what: string }>(DUE, [hourMs, claimMs]);
  return rows.map(({ what }) => what);
}

/** The mails that have not left. */
export async function unsentNow(database: pg.Pool): Promise<string[]> {
  return (await database.query<{ what: string }>(UNSENT)).rows.map(({ what }) => what);
}

/** Names that are there again and again, and since when. */
export class Lasting {
  #since = new Map<string, number>();

  /** Those that have been there for longer than `ms`, now that these are. */
  longerThan(ms: number, names: readonly string[], at: number): string[] {
    this.#since = new Map(names.map((name) => [name, this.#since.get(name) ?? at]));
    return names.filter((name) => at - (this.#since.get(name) ?? at) > ms);
  }
}
