/**
 * A database as one SQL script, for where no pg_dump fits: the migrations that it has, then its
 * rows. Made as it is read, so that it needs little memory. psql understands it as well:
 * `gunzip -c FILE | psql -1 -v ON_ERROR_STOP=1 DATABASE`.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { ClientBase } from "pg";
import { to as copyTo } from "pg-copy-streams";
import { Failure } from "../start/failure.mjs";
import type { Snapshot } from "./snapshot";
import { type Applied, inOrderOfReference, type Table } from "./tables";

/** Before the rows of each table, so that whoever reads the script need not understand SQL. */
export const ROWS_FOLLOW = "\n-- gpusched: rows\n";
/** After them. No line of COPY's text is like this one. */
export const ROWS_END = "\n\\.\n";

const HISTORY = "_prisma_migrations";

// As Prisma's schema engine makes it.
const MAKE_HISTORY = `CREATE TABLE ${HISTORY} (
  id                  varchar(36) PRIMARY KEY NOT NULL,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
);`;

/**
 * The script, piece by piece. Puts into `rows` how many each table had.
 * @throws Failure when the migrations here are not the ones that made the database
 */
export async function* scriptOf(
  { client, takenAt, migrations, tables }: Snapshot,
  rows: Record<string, number>,
): AsyncGenerator<string | Buffer> {
  const withTriggers = tables.filter(({ hasTriggers }) => hasTriggers);
  const setTriggers = (deed: "DISABLE" | "ENABLE") =>
    withTriggers.map(({ quoted }) => `ALTER TABLE ${quoted} ${deed} TRIGGER USER;\n`).join("");

  yield `-- gpusched, ${takenAt.toISOString()}\nSET client_encoding = 'UTF8';\n\n${MAKE_HISTORY}\n`;
  for (const migration of migrations) yield `\n${readMigration(migration)}\n`;
  yield "\n";
  for (const { quoted, partition } of tables) {
    if (partition)
      yield `CREATE TABLE ${quoted} PARTITION OF ${partition.of} ${partition.bound};\n`;
  }
  // What triggers would do has been done to these rows, and some refuse what is history by now.
  yield setTriggers("DISABLE");
  // Some migrations make rows, which are among those that follow.
  const whole = tables.filter(({ partition }) => !partition).map(({ quoted }) => quoted);
  yield `TRUNCATE ${whole.join(", ")};\n`;
  for (const table of inOrderOfReference(tables)) {
    if (table.holdsRows) yield* rowsOf(client, table, rows);
  }
  yield setTriggers("ENABLE");
  yield await positionsOf(client);
}

/** The script of a migration. @throws Failure when it is not the one that was applied. */
function readMigration({ name, checksum }: Applied): string {
  const file = path.join("prisma/migrations", name, "migration.sql");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new Failure(
      `The database has migration ${name}, which this version of gpusched does not know: make the backup with the one that runs.`,
    );
  }
  if (createHash("sha256").update(text).digest("hex") === checksum) return text;
  throw new Failure(`${file} has changed since it was applied, so it would make other tables.`);
}

async function* rowsOf(client: ClientBase, table: Table, rows: Record<string, number>) {
  const { name, quoted, columns } = table;
  const what = `${quoted} (${columns.join(", ")})`;
  yield `${ROWS_FOLLOW}COPY ${what} FROM stdin;\n`;
  const stream = client.query(copyTo(`COPY ${what} TO STDOUT`));
  yield* stream as AsyncIterable<Buffer>;
  // The server counts them, and says so after the last one.
  await client.query("SELECT");
  rows[name] = stream.rowCount;
  yield ROWS_END.slice(1);
}

/** What the next ids are. They do not follow the snapshot: later ones are as good. */
async function positionsOf(client: ClientBase): Promise<string> {
  const { rows } = await client.query<{ quoted: string }>(
    `SELECT quote_ident(relname) AS quoted FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' ORDER BY relname`,
  );
  let script = "";
  for (const { quoted } of rows) {
    const at = await client.query(`SELECT last_value, is_called FROM ${quoted}`);
    const { last_value, is_called } = at.rows[0];
    script += `SELECT setval('${quoted.replaceAll("'", "''")}', ${last_value}, ${is_called});\n`;
  }
  return script;
}
