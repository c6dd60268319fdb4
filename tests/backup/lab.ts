/** A database in which every table has rows, among them such as a careless script would break on. */
import pg from "pg";
import { fillDemo } from "@/lib/demo/commands";
import { databaseUrl } from "@/lib/settings";
import { rowsOf, run } from "./contents";

/** It would end a line, a column, a quotation or all of the rows where it is not written well. */
const HARD = '\\.\n\\.\n-- gpusched: rows\nCOPY \t\\N \\\\ \'; -- "$$" \r\n 陳怡君 🂡 \\';
const hard = pg.escapeLiteral(HARD);

const MORE = [
  // Every day keeps some: what is compared again and again need not be much.
  "DELETE FROM gpu_sample WHERE extract(minute FROM at) <> 7",
  `INSERT INTO agent (server_id, token_hash, token_made_at, message)
   SELECT id, sha256(name::bytea), now(), ${hard} FROM server`,
  `INSERT INTO announcement (text_zh, text_en, made_by, made_at)
   SELECT ${hard}, '\\.', min(id), now() FROM "user"`,
  'INSERT INTO calendar_feed (user_id, made_at) SELECT id, now() FROM "user"',
  "INSERT INTO default_access (gpu_id, priority) SELECT id, id FROM gpu",
  `INSERT INTO found_gpu (server_id, key, name, memory_total, first_seen_at, last_seen_at)
   SELECT id, '\\N', '', 0.1, now(), '-infinity' FROM server`,
  `INSERT INTO gpu_day SELECT id, date_trunc('day', now()), encode(sha256('x'), 'base64') FROM gpu`,
  `INSERT INTO incident (kind, server_id, began_at, detail) SELECT 'silent', id, now(), ${hard} FROM server`,
  "INSERT INTO legacy_row (old_table, old_key, new_id) SELECT 'user', id::text, id FROM \"user\"",
  "INSERT INTO legacy_statistics VALUES (0, 9007199254740993)",
  `INSERT INTO link (user_id, purpose, email, created_at, expires_at)
   SELECT id, 'VERIFY_EMAIL', email, now(), now() FROM "user"`,
  "INSERT INTO metric_total VALUES ('turn-wait', 'sum', 0.1 + 0.2)",
  "INSERT INTO worker SELECT gen_random_uuid(), now(), now(), 'infinity'",
  "INSERT INTO muted_mail SELECT id, 'ending-soon' FROM \"user\"",
  `INSERT INTO notification (user_id, kind, payload, created_at, next_attempt_at)
   SELECT id, 'account-approved', jsonb_build_object('reason', ${hard}), now(), now() FROM "user"`,
  `INSERT INTO report_problem SELECT id, '\\x00ff5c2e0a', 'unreadable', 1, ${hard}, now() FROM server`,
  `INSERT INTO throttle VALUES (${hard}, 3, now())`,
  // As no trigger would let it in today: a use under way where maintenance is, and a priority that
  // is not the one of the access.
  "ALTER TABLE maintenance DISABLE TRIGGER USER",
  `INSERT INTO maintenance (gpu_id, begins_at, reason, made_by, made_at)
   SELECT gpu_id, now() - interval '1 h', ${hard}, user_id, now() FROM reservation WHERE status = 'ACTIVE'`,
  "ALTER TABLE maintenance ENABLE TRIGGER USER",
  "UPDATE reservation SET priority = 77 WHERE status = 'WAITING'",
  // An id that went by with a transaction that was undone.
  "SELECT setval('reservation_id_seq', 100000, true), setval('maintenance_id_seq', 70000, false)",
];

/** Fills the test's own database, and gives its address. */
export async function fillLab(): Promise<string> {
  await fillDemo("only-for-tests");
  const url = databaseUrl();
  await run(url, ...MORE);
  const waiting = await rowsOf(url, "SELECT count(*)::int FROM reservation WHERE priority = 77");
  if (!Number(waiting[0]?.[0])) throw new Error("nobody waits in the demo any more");
  return url;
}
