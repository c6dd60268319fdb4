/** The servers, GPUs and people of a portal that is filled for measuring; nobody can log in. */
import type { Transaction } from "../../lib/db";
import { identifyCards, MODELS } from "../../lib/demo/cards";
import type { Instant } from "../../lib/domain/words";
import { Failure } from "../start/failure.mjs";

/** All names begin with it, so that they meet no real ones. */
const PREFIX = "measured-";
const GPUS_PER_SERVER = 8;

// Any fixed number: whoever comes second waits here for the first.
const FILL_LOCK = 4_090_100_801;

const STATE = `
  SELECT EXISTS (SELECT FROM portal_fact WHERE key = 'measured') AS is_marked,
    EXISTS (SELECT FROM server UNION ALL SELECT FROM "user" WHERE NOT is_admin) AS is_used,
    EXISTS (
      SELECT FROM server WHERE left(name, length($1)) <> $1
      UNION ALL SELECT FROM "user" WHERE NOT is_admin AND left(username, length($1)) <> $1
    ) AS has_others`;

/** @throws Failure when somebody's portal would be spoilt */
async function requireNobodysPortal(tx: Transaction): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [FILL_LOCK]);
  const { rows } = await tx.query<Record<"is_marked" | "is_used" | "has_others", boolean>>(STATE, [
    PREFIX,
  ]);
  const [state] = rows;
  if (state?.has_others || (state?.is_used && !state.is_marked)) {
    throw new Failure("Not filled: the portal has GPUs or accounts of its own.");
  }
  await tx.query(
    "INSERT INTO portal_fact (key, value) VALUES ('measured', '{}') ON CONFLICT DO NOTHING",
  );
}

const SERVERS = `
  INSERT INTO server (name) SELECT $1 || lpad(n::text, 3, '0') FROM generate_series(1, $2::int) n
  ON CONFLICT DO NOTHING`;

const GPUS = `
  INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
  SELECT s.id, n % $3::int, ($4::text[])[1 + n / $3::int % cardinality($4::text[])], '13.0',
         'ssh ' || s.name || '.example.org'
  FROM generate_series(0, $2::int - 1) n
  JOIN server s ON s.name = $1 || lpad((n / $3::int + 1)::text, 3, '0')
  ON CONFLICT DO NOTHING`;

const PERSONS = `
  INSERT INTO "user" (username, name, email, phone, lab, status, password_hash)
  SELECT $1 || n, 'Measured ' || n, $1 || n || '@example.org', '09999' || n, 'Lab ' || n % 4,
         'ACTIVE', '-'
  FROM generate_series(100, $2::int + 99) n
  ON CONFLICT DO NOTHING`;

const ACCESS = `
  INSERT INTO user_gpu_access (user_id, gpu_id)
  SELECT u.id, g.id FROM "user" u CROSS JOIN gpu g WHERE NOT u.is_admin
  ON CONFLICT DO NOTHING`;

/**
 * Makes so many GPUs and people who use them, as far as they are not there, with cards that are
 * known since then.
 * @throws Failure when the portal has GPUs or accounts that were not made here
 */
export async function makeLab(
  tx: Transaction,
  { gpus, people }: { gpus: number; people: number },
  since: Instant,
): Promise<void> {
  await requireNobodysPortal(tx);
  await tx.query(SERVERS, [PREFIX, Math.ceil(gpus / GPUS_PER_SERVER)]);
  await tx.query(GPUS, [PREFIX, gpus, GPUS_PER_SERVER, MODELS]);
  await tx.query(PERSONS, [PREFIX, people]);
  await tx.query(ACCESS);
  await identifyCards(tx, since);
}
