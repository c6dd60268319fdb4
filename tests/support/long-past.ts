/** A portal that is old and busy: long queues, and a long past. */
import type pg from "pg";
import type { Instant } from "@/lib/domain/words";

export type Size = {
  readonly gpus: number;
  readonly waitersEach: number;
  /**
   * What has ended, over all GPUs: every fifth has a mail that was sent and an entry in the log,
   * and every tenth was used, since what forbids overlaps takes long to build.
   */
  readonly past: number;
};

const LAB = `
  WITH machines AS (
    INSERT INTO server (name) SELECT 'old-' || n FROM generate_series(1, ($2::int + 7) / 8) n
    RETURNING id, name
  ), cards AS (
    INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
    SELECT m.id, n % 8, 'RTX 4090', '13.1', 'ssh' FROM generate_series(0, $2 - 1) n
    JOIN machines m ON m.name = 'old-' || n / 8 + 1
    RETURNING id
  ), people AS (
    INSERT INTO "user" (username, name, email, phone, lab, password_hash, status)
    SELECT 'old-' || n, 'Person ' || n, n || '@old.example', n, 'Old Lab', '-', 'ACTIVE'
    FROM generate_series(0, $1::int) n RETURNING id
  )
  INSERT INTO user_gpu_access (user_id, gpu_id, priority)
  SELECT p.id, c.id, p.id % 3 FROM people p, cards c`;

// Somebody holds every GPU until the instant; all others wait for all of them.
const HOLD = `
  INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time, notification_time,
    start_time, end_time, turn, priority)
  SELECT (SELECT min(id) FROM "user"), id, 1, 'ACTIVE', s, s, s, $1::timestamptz, 1, 0
  FROM gpu, (SELECT $1::timestamptz - interval '1 hour' AS s) since`;
const QUEUE = `
  INSERT INTO reservation (user_id, gpu_id, duration, auto_start, reservation_time, priority)
  SELECT a.user_id, a.gpu_id, 1, true, $1::timestamptz - a.user_id * interval '1 minute', a.priority
  FROM user_gpu_access a WHERE a.user_id <> (SELECT min(id) FROM "user")`;
const PAST = `
  INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time, notification_time,
    start_time, end_time, turn, end_cause)
  SELECT u.ids[1 + n % cardinality(u.ids)], g.ids[1 + n % cardinality(g.ids)], 1,
    (CASE n / cardinality(g.ids) % 10 WHEN 0 THEN 'COMPLETED' ELSE 'EXPIRED' END)::reservation_status,
    s.at, s.at, CASE n / cardinality(g.ids) % 10 WHEN 0 THEN s.at END, s.at + interval '1 hour', 1,
    CASE n / cardinality(g.ids) % 10 WHEN 0 THEN 'TIME_UP' ELSE 'CLAIM_WINDOW_OVER' END
  FROM generate_series(1, $2::int) n, (SELECT array_agg(id) AS ids FROM gpu) g,
    (SELECT array_agg(id) AS ids FROM "user") u,
    LATERAL (SELECT $1::timestamptz - (n / cardinality(g.ids) + 2) * interval '1 hour' AS at) s
  ORDER BY n DESC`;
const MAILS = `
  INSERT INTO notification (user_id, reservation_id, kind, turn, payload, status, created_at,
    next_attempt_at, sent_at)
  SELECT user_id, id, 'your-turn', 1, '{}', 'SENT', end_time, end_time, end_time
  FROM reservation WHERE turn = 1 AND status <> 'ACTIVE' AND id % 5 = 0`;
const ENTRIES = `
  INSERT INTO audit_log (at, action, subject_type, subject_id)
  SELECT end_time, 'reservation.turn-given', 'reservation', id
  FROM reservation WHERE turn = 1 AND status <> 'ACTIVE' AND id % 5 = 0`;

// What is checked or kept in order row by row otherwise is built at once at the end.
const INDEXES = `
  SELECT format('DROP INDEX %I', c.relname) AS drop, pg_get_indexdef(c.oid) AS make
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE i.indrelid = ANY($1::regclass[])
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
  UNION ALL
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
      pg_get_constraintdef(oid))
  FROM pg_constraint WHERE contype = 'x' AND conrelid = ANY($1::regclass[])`;
const FULL = ["reservation", "notification", "audit_log"];

/**
 * Fills an empty database with what happened before an instant. The client is a superuser: neither
 * triggers nor foreign keys look at what is put in.
 */
export async function fillLongPast(
  client: pg.ClientBase,
  { gpus, waitersEach, past }: Size,
  until: Instant,
): Promise<void> {
  const at = new Date(until);
  const { rows } = await client.query<{ drop: string; make: string }>(INDEXES, [FULL]);
  await client.query("BEGIN");
  await client.query("SET LOCAL session_replication_role = replica");
  await client.query("SET LOCAL statement_timeout = 0");
  await client.query("SET LOCAL maintenance_work_mem = '256MB'");
  for (const { drop } of rows) await client.query(drop);
  await client.query(LAB, [waitersEach, gpus]);
  await client.query(HOLD, [at]);
  await client.query(QUEUE, [at]);
  if (past > 0) {
    await client.query(PAST, [at, past]);
    await client.query(MAILS);
    await client.query(ENTRIES);
  }
  for (const { make } of rows) await client.query(make);
  await client.query("COMMIT");
  await client.query(`ANALYZE ${FULL}, user_gpu_access, "user", gpu, server`);
}
