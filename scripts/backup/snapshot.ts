/** The database as it was at one instant, while everybody else goes on. */
import pg from "pg";
import { unreachable } from "../database/reach";
import { Failure } from "../start/failure.mjs";
import { type Applied, appliedMigrations, type Table, tablesOf } from "./tables";

// Any fixed number: whoever holds this advisory lock makes a backup.
const BACKUP_LOCK = 7_264_186_212;
/** Partitions come and go by the day: in a few attempts the list holds still. */
const MOST_ATTEMPTS = 10;

export type Snapshot = {
  /** In a REPEATABLE READ, READ ONLY transaction. */
  client: pg.Client;
  takenAt: Date;
  /** Major version of the server. */
  serverVersion: number;
  migrations: Applied[];
  tables: Table[];
};

/**
 * Runs `work` on a snapshot of the database. Nobody waits for it but who drops a table.
 * @throws Failure when the database cannot be reached, holds no portal, or is just being backed up
 */
export async function withSnapshot<Result>(
  url: string,
  signal: AbortSignal,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const client = await connectPatiently(url, signal);
  try {
    const { rows } = await client.query(
      "SELECT pg_try_advisory_lock($1) AS ours, to_regclass('public._prisma_migrations') AS portal",
      [BACKUP_LOCK],
    );
    if (!rows[0].ours) throw new Failure("Another backup is being made.");
    if (!rows[0].portal) throw new Failure("There is no portal in this database: nothing to keep.");
    return await work({ client, ...(await begin(client)) });
  } finally {
    await client.end();
  }
}

// Limits that somebody set for the portal's own statements are not for these.
const WITHOUT_LIMITS = `
  SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN ('statement_timeout',
    'idle_in_transaction_session_timeout', 'transaction_timeout', 'idle_session_timeout')`;

/**
 * A connection whose statements may take as long as they need, and which reads and writes values in
 * one way, whatever the server's settings are.
 * @param signal ends it, also in the midst of a statement
 * @throws Failure
 */
export async function connectPatiently(url: string, signal?: AbortSignal): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: "gpusched-backup",
  });
  // One that breaks fails the statement in progress; without a listener Node would end.
  client.on("error", () => undefined);
  await client.connect().catch((error) => {
    throw unreachable(error);
  });
  const end = () => void client.end();
  signal?.addEventListener("abort", end, { once: true });
  client.once("end", () => signal?.removeEventListener("abort", end));
  await client.query(WITHOUT_LIMITS);
  await client.query(`
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres';
    SET extra_float_digits = 1; SET bytea_output = 'hex'; SET lock_timeout = '60s';
    SET search_path = public`);
  return client;
}

async function begin(client: pg.Client): Promise<Omit<Snapshot, "client">> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const before = await tablesOf(client);
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const isLocked = await lock(client, before);
    // The first query after the locks: from here on nothing changes.
    const tables = isLocked ? await tablesOf(client) : [];
    if (names(tables) === names(before)) {
      const { rows } = await client.query(
        "SELECT now() AS at, current_setting('server_version_num')::int / 10000 AS version",
      );
      const { at: takenAt, version: serverVersion } = rows[0];
      return { takenAt, serverVersion, migrations: await appliedMigrations(client), tables };
    }
    await client.query("ROLLBACK");
  }
  throw new Failure("The tables of the database keep changing: try again.");
}

const names = (tables: readonly Table[]) => tables.map(({ name }) => name).join(",");

const UNDEFINED_TABLE = "42P01";

/** Keeps the tables from being dropped. @returns whether they are all there */
async function lock(client: pg.Client, tables: readonly Table[]): Promise<boolean> {
  const list = tables.map(({ quoted }) => quoted).join(", ");
  try {
    await client.query(`LOCK TABLE ${list} IN ACCESS SHARE MODE`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return false;
    throw error;
  }
}
