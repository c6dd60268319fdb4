/** Brings a backup into an empty database. */

import { type Client, findClient, startClient } from "../backup/clients";
import { contentOf, type Manifest } from "../backup/manifest";
import { connectPatiently } from "../backup/snapshot";
import { appliedMigrations, countRows, tablesOf } from "../backup/tables";
import { Failure } from "../start/failure.mjs";
import { playScript } from "./play";

export type Source = { file: string; manifest: Manifest };

/** The pg_restore that reads this backup, where it needs one. @throws Failure when there is none */
export function readerOf({ file, manifest }: Source): Client | undefined {
  if (manifest.kind === "script") return undefined;
  const least = manifest.clientVersion ?? manifest.serverVersion;
  const client = findClient("pg_restore", least);
  if (client) return client;
  throw new Failure(
    `${file} needs PostgreSQL's pg_restore of version ${least} or newer: on Debian, apt-get install postgresql-client-${least}`,
  );
}

/**
 * Brings everything back, or nothing.
 * @param url address of an empty database
 * @throws Failure when PostgreSQL refuses, or when what is there then is not what was kept
 */
export async function fill(url: string, source: Source, signal: AbortSignal): Promise<void> {
  const reader = readerOf(source);
  if (reader) await runReader(reader, url, source, signal);
  const client = await connectPatiently(url, signal);
  try {
    if (!reader) await runScript(client, source, signal);
    await requireSame(client, source);
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
}

async function runReader(reader: Client, url: string, { file }: Source, signal: AbortSignal) {
  // Who owns what and may read it is a matter of the server; whoever restores owns all of it.
  const args = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"];
  await startClient(reader, url, [...args, "--no-comments", file], signal).ended;
}

type Session = Awaited<ReturnType<typeof connectPatiently>>;

// What breaks is undone when the connection ends.
async function runScript(client: Session, { file, manifest }: Source, signal: AbortSignal) {
  const content = contentOf(file, manifest);
  try {
    await client.query("BEGIN");
    await playScript(client, content);
    await client.query("COMMIT");
  } catch (error) {
    signal.throwIfAborted();
    throw new Failure(
      `${file} could not be brought back: ${error instanceof Error && error.message}.`,
    );
  } finally {
    content.destroy();
  }
}

/** What was read is what was written, by its checksum; this asks whether it arrived. */
async function requireSame(client: Session, { file, manifest }: Source): Promise<void> {
  const counted = await countRows(client, await tablesOf(client));
  for (const [table, rows] of Object.entries(manifest.rows)) {
    if (counted[table] === rows) continue;
    throw new Failure(
      `${file} has ${rows} rows of ${table}, the database now ${counted[table] ?? 0}.`,
    );
  }
  const applied = (await appliedMigrations(client)).map(({ name }) => name);
  if (applied.join() === manifest.migrations.join()) return;
  throw new Failure(`The database has other migrations than ${file}.`);
}
