/** Brings a database up to date with prisma/migrations. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { Failure } from "../start/failure.mjs";
import { unreachable } from "./reach";
import { connectSchemaEngine } from "./schema-engine";

/** The oldest PostgreSQL that the migrations and BullMQ run on. */
const OLDEST_VERSION = 13;

// Any fixed number: whoever holds this advisory lock migrates, everybody else waits.
const MIGRATION_LOCK = 7_264_186_211;

const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database does not have yet, one process at a time, and returns
 * their names. A failed one is recorded in `_prisma_migrations`; the next run tries it again.
 * @throws Failure naming the migration that failed, or why the database cannot be used.
 */
export async function migrate(databaseUrl: string, folder = "prisma/migrations") {
  const pool = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A server that goes away ends the query in progress, and that one reports it.
  pool.on("error", () => undefined);
  const client = await connect(pool);
  try {
    await requireSupportedVersion(client);
    await client.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    return await applyMigrations(pool, folder);
  } finally {
    // Destroyed rather than given back: the lock ends with its session.
    client.release(true);
    await pool.end();
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect().catch((error) => {
    throw unreachable(error);
  });
}

async function applyMigrations(pool: pg.Pool, folder: string): Promise<string[]> {
  const engine = await connectSchemaEngine(pool);
  const history = { migrationsList: readMigrations(folder), filters: NO_FILTERS };
  const diagnosis = { ...history, optInToShadowDatabase: false };
  const { failedMigrationNames } = await engine.diagnoseMigrationHistory(diagnosis);
  // A script is one transaction: what failed left nothing, and is simply tried again.
  for (const migrationName of failedMigrationNames) {
    await engine.markMigrationRolledBack({ migrationName });
  }
  const { appliedMigrationNames } = await engine.applyMigrations(history).catch((error) => {
    throw failedMigration(error);
  });
  return appliedMigrationNames;
}

async function requireSupportedVersion(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  const version = rows[0]?.server_version ?? "";
  if (Number.parseInt(version, 10) >= OLDEST_VERSION) return;
  throw new Failure(`PostgreSQL ${OLDEST_VERSION} or newer is needed; the database is ${version}.`);
}

function readMigrations(folder: string) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: path.resolve(folder),
    lockfile: {
      path: "migration_lock.toml",
      content: readFileSync(path.join(folder, "migration_lock.toml"), "utf8"),
    },
    shadowDbInitScript: "",
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: readFileSync(path.join(folder, name, "migration.sql"), "utf8"),
        },
      },
    })),
  };
}

/** Says in one line what the engine tells in a trace. */
function failedMigration(error: Error): Failure {
  const name = error.message.match(/migration_name="([^"]+)"/)?.[1] ?? "of the database";
  const cause = error.message
    .replace(/^external connector error\n/, "")
    .replace(/^Error querying the database: ERROR: /, "")
    .split("\n")[0];
  return new Failure(`Migration ${name} failed: ${cause}.`);
}
