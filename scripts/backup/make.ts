/** Makes one backup. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { findClient, startClient } from "./clients";
import { nameOf } from "./folder";
import type { Facts } from "./manifest";
import { scriptOf } from "./script";
import { type Snapshot, withSnapshot } from "./snapshot";
import { countRows, type Table } from "./tables";
import { writeBackup } from "./write";

export type Wish = {
  /** Address of the database. */
  url: string;
  /** An existing folder. */
  folder: string;
  /** Whose backup it is: the portal's address. */
  portal: string;
  /** Ends it early, without a file. */
  signal: AbortSignal;
  /** Looks for pg_dump. */
  find?: typeof findClient;
};

export type Backup = {
  file: string;
  /** In bytes. */
  size: number;
  rows: Record<string, number>;
  /** Tables that somebody made beside the portal's, which are not in it. */
  left: string[];
};

/** What the jobs' own library keeps: jobs carry ids only, and the worker finds without them what is due. */
const JOBS = "gpusched_jobs";

/**
 * Backs up the database as it is at this moment: through pg_dump where one fits the server, else as
 * a script of our own. @throws Failure, and then there is no file
 */
export async function makeBackup(wish: Wish): Promise<Backup> {
  return withSnapshot(wish.url, wish.signal, async (snapshot) => {
    const client = (wish.find ?? findClient)("pg_dump", snapshot.serverVersion);
    const facts: Facts = {
      kind: client ? "dump" : "script",
      portal: wish.portal,
      takenAt: snapshot.takenAt.toISOString(),
      serverVersion: snapshot.serverVersion,
      clientVersion: client?.version,
      migrations: snapshot.migrations.map(({ name }) => name),
      rows: {},
    };
    const file = path.join(wish.folder, nameOf(facts.kind, snapshot.takenAt));
    const ours = { ...snapshot, tables: snapshot.tables.filter(isOurs) };
    if (client) facts.rows = await countRows(ours.client, ours.tables);
    const size = client
      ? await dump(file, await startDump(client, wish, snapshot), facts)
      : await writeBackup(file, compressed(ours, facts.rows, wish.signal), () => facts);
    const left = client ? [] : snapshot.tables.filter((table) => !isOurs(table));
    return { file, size, rows: facts.rows, left: left.map(({ name }) => name) };
  });
}

async function startDump(
  client: { file: string; version: number },
  { url, signal }: Wish,
  { client: session }: Snapshot,
) {
  const { rows } = await session.query("SELECT pg_export_snapshot() AS id");
  const args = ["--format=custom", `--snapshot=${rows[0].id}`, `--exclude-schema=${JOBS}`];
  return startClient(client, url, args, signal);
}

async function dump(file: string, work: ReturnType<typeof startClient>, facts: Facts) {
  // What it printed is whole only if it ended well.
  async function* content() {
    yield* work.process.stdout as AsyncIterable<Buffer>;
    await work.ended;
  }
  work.ended.catch(() => undefined);
  try {
    return await writeBackup(file, Readable.from(content()), () => facts);
  } finally {
    work.process.kill();
  }
}

function compressed(snapshot: Snapshot, rows: Record<string, number>, signal: AbortSignal) {
  const script = Readable.from(scriptOf(snapshot, rows), { objectMode: false, signal });
  const gzip = createGzip({ chunkSize: 256 * 1024 });
  // What breaks reaches whoever reads the end of it.
  return pipeline(script, gzip, () => undefined);
}

// Every table of the portal stands in it; partitions are tables of the one they are part of.
const SCHEMA = "prisma/schema.prisma";

function isOurs({ name, partition }: Table): boolean {
  const known = readFileSync(SCHEMA, "utf8").matchAll(/@@map\("(\w+)"\)/g);
  const names = new Set([...known].map(([, table]) => table).concat("_prisma_migrations"));
  return names.has(partition?.of ?? name);
}
