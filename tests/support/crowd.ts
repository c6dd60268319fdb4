import { sql } from "@/lib/db";

const CROWD = `
  WITH people AS (
    INSERT INTO "user" (username, name, email, phone, lab, password_hash, status)
    SELECT w, w, w || '@crowd.example', left(w, 16), 'Crowd Lab', '-', 'ACTIVE'
    FROM (SELECT substr(md5(random()::text), 1, 16) AS w FROM generate_series(1, $1)) words
    RETURNING id
  ), machine AS (
    INSERT INTO server (name) VALUES (md5(random()::text)) RETURNING id
  ), cards AS (
    INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
    SELECT machine.id, n, 'RTX 4090', '13.1', 'ssh' FROM machine, generate_series(1, $1) AS n
    RETURNING id
  ), first AS (
    SELECT coalesce((SELECT min(id) FROM gpu), (SELECT min(id) FROM cards)) AS id
  ), seen AS (
    INSERT INTO user_gpu_access (user_id, gpu_id)
    SELECT p.id, first.id FROM people p, first
    UNION SELECT u.id, c.id FROM "user" u, cards c
  ), past AS (
    INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
      notification_time, start_time, end_time, turn, end_cause)
    SELECT coalesce((SELECT min(id) FROM "user" WHERE NOT is_admin), (SELECT min(id) FROM people)),
           id, 1, 'COMPLETED', now() - interval '3 h', now() - interval '2 h',
           now() - interval '2 h', now() - interval '1 h', 1, 'TIME_UP'
    FROM cards
  ), waits AS (
    INSERT INTO reservation (user_id, gpu_id, duration, reservation_time)
    SELECT p.id, first.id, 2, now() FROM people p, first RETURNING id, user_id
  ), told AS (
    INSERT INTO notification (user_id, reservation_id, kind, payload, created_at, next_attempt_at)
    SELECT user_id, id, 'your-turn', '{}', now(), now() FROM waits
  ), happened AS (
    INSERT INTO incident (kind, server_id, gpu_id, began_at, ended_at, detail)
    SELECT 'fault', machine.id, cards.id, now(), now(), 'lost' FROM machine, cards
  )
  INSERT INTO audit_log (at, action, subject_type, subject_id)
  SELECT now(), 'reservation.reserved', 'reservation', id FROM waits`;

/**
 * So many more people and GPUs, with accesses, past and waiting reservations, mails, incidents and
 * log entries. Whoever was there before sees all of the GPUs.
 */
export async function crowd(count: number): Promise<void> {
  await sql(CROWD, [count]);
}
