/** What must not happen to a backup, or through one: said in one line, and nothing is lost. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseUrl } from "@/lib/settings";
import { nameOf, prepareFolder, prune, removeForgotten } from "@/scripts/backup/folder";
import { makeBackup } from "@/scripts/backup/make";
import { type Facts, findManifest, readWhole, sealOf } from "@/scripts/backup/manifest";
import { withSnapshot } from "@/scripts/backup/snapshot";
import { writeBackup } from "@/scripts/backup/write";
import { addressOf, dropAside } from "@/scripts/restore/beside";
import { bringBack } from "@/scripts/restore/bring-back";
import { runScript } from "../support/command-line";
import { createDatabase, nameOf as databaseName, dropDatabase } from "../support/postgres";
import { createTestDatabase } from "../support/template";
import { contentsOf, rowsOf, run } from "./contents";

const signal = new AbortController().signal;
const PORTAL = "https://lab.example.org";

const wish = () => ({ url: databaseUrl(), folder, portal: PORTAL, signal, find: () => undefined });

let folder: string;
let good: string;
let facts: Facts;
let copy: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gpusched-refused-"));
  good = (await makeBackup(wish())).file;
  facts = await readWhole(good);
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  copy = path.join(folder, "copy");
  copyFileSync(good, copy);
});

/** A backup of the test's own, as whole as any. */
function writeOwn(name: string, script: string, changes: object = {}): Promise<number> {
  const content = Readable.from([script]).pipe(createGzip());
  return writeBackup(path.join(folder, name), content, () => ({ ...facts, ...changes }));
}

test("a file that is none, or not whole, is refused", async () => {
  writeFileSync(copy, "x".repeat(100_000));
  await expect(readWhole(copy)).rejects.toThrow("is no backup of gpusched, or its end is missing.");
  writeFileSync(copy, "");
  await expect(readWhole(copy)).rejects.toThrow("is no backup of gpusched");
  copyFileSync(good, copy);
  truncateSync(copy, statSync(good).size - 1);
  await expect(readWhole(copy)).rejects.toThrow("is no backup of gpusched");
  await expect(readWhole(folder)).rejects.toThrow("is no backup of gpusched");
  await expect(readWhole("/nowhere/x")).rejects.toThrow("/nowhere/x cannot be read: ENOENT");
});

test("a single bit that is not what was written is found", async () => {
  const bytes = readFileSync(good);
  const at = Math.floor(bytes.length / 3);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(copy, bytes);
  await expect(readWhole(copy)).rejects.toThrow("copy is damaged: it is not what was written.");
});

test("a newer version's backup is refused by name", async () => {
  await writeOwn("newer", "", { migrations: [...facts.migrations, "20990101000000_later"] });
  await expect(readWhole(path.join(folder, "newer"))).rejects.toThrow(
    "was made by a newer version of gpusched (migration 20990101000000_later)",
  );
  const seal = sealOf(facts, 1, "").toString().replace('"format":1,', '"format":2,');
  writeFileSync(copy, seal);
  await expect(readWhole(copy)).rejects.toThrow("newer version of gpusched (another format)");
});

const restore = async (url: string, file: string, replace = true, yes = true) =>
  bringBack(url, { file, manifest: await readWhole(file) }, { replace, yes }, signal);

test("a database that is not empty is left alone without --replace, and so is one in use", async () => {
  const url = await createTestDatabase();
  const before = await contentsOf(url);
  await expect(restore(url, good, false)).rejects.toThrow(
    /^The database \w+ is not empty \(0 accounts, 0 GPUs, 0 reservations\): add --replace/,
  );
  await expect(restore(url, good, true, false)).rejects.toThrow("--replace asks first");
  const other = new pg.Client(url);
  await other.connect();
  await expect(restore(url, good)).rejects.toThrow(
    "The database is in use by 1 session: stop the portal first",
  );
  await other.end();
  expect(await contentsOf(url)).toEqual(before);
  await dropDatabase(url);

  const empty = await createDatabase(databaseUrl());
  const somebody = new pg.Client(empty);
  await somebody.connect();
  await expect(restore(empty, good, false)).rejects.toThrow("in use by 1 session");
  await somebody.end();
  await dropDatabase(empty);
});

test("a restore that breaks half way leaves the database as it was, and nothing beside it", async () => {
  const url = await createTestDatabase();
  await run(url, "INSERT INTO server (name) VALUES ('gpu1')");
  const before = await contentsOf(url);
  const databases = `SELECT datname FROM pg_database WHERE datname LIKE '${databaseName(url)}%'`;
  for (const [script, sentence] of [
    ["CREATE TABLE half (id int);\nSELECT 1 / 0;\n", "brought back: division by zero."],
    ["CREATE TABLE _prisma_migrations ();\n", "rows of _prisma_migrations, the database now 0"],
  ] as const) {
    await writeOwn("own", script);
    await expect(restore(url, path.join(folder, "own"))).rejects.toThrow(sentence);
    expect(await rowsOf(databaseUrl(), databases)).toEqual([[databaseName(url)]]);
  }
  expect(await contentsOf(url)).toEqual(before);
  await dropDatabase(url);
});

test("a user who may not make databases is told what would help", async () => {
  const url = new URL(databaseUrl());
  await run(url.href, "CREATE ROLE lodger LOGIN PASSWORD 'lodger'");
  url.username = "lodger";
  url.password = "lodger";
  await expect(restore(url.href, good)).rejects.toThrow(/denied/);
  await run(databaseUrl(), 'GRANT SELECT ON "user", gpu, reservation TO lodger');
  await expect(restore(url.href, good)).rejects.toThrow(
    'PostgreSQL\'s user lodger may not do this (permission denied to create database). As its administrator: ALTER ROLE "lodger" CREATEDB.',
  );
  await run(databaseUrl(), "DROP OWNED BY lodger", "DROP ROLE lodger");
});

test("only what a restore has set aside is dropped", async () => {
  await expect(dropAside(databaseUrl(), "postgres")).rejects.toThrow("no database that a restore");
  await expect(dropAside(databaseUrl(), "x_before_20261129t031500")).rejects.toThrow(
    'database "x_before_20261129t031500" does not exist.',
  );
});

test("a full disk is named in one line, and leaves the backups before and no half of one", () => {
  const before = path.basename(good);
  // A file system of its own, which is gone with the process.
  const story = `exec 2>&1; mount -t tmpfs -o size=20k tmpfs "$0" && cp "$1" "$0"/
    node --import tsx scripts/backup.ts --to "$0" --keep 1; echo "ended with $?"; ls -A "$0"`;
  const disk = mkdtempSync(path.join(folder, "disk-"));
  const said = execFileSync(
    "unshare",
    ["--user", "--map-root-user", "--mount", "sh", "-c", story, disk, good],
    {
      encoding: "utf8",
    },
  );
  expect(said).toBe(
    `No space is left in ${disk}. No backup was made; those before are as they were.\nended with 1\n${before}\n`,
  );
});

test("a wrong option, a folder that is none, and a database without a portal are named", async () => {
  expect(await runScript("backup", ["--keep", "0"])).toMatchObject({
    code: 1,
    stderr: "--keep 0: say how many backups to keep, 1 or more.\n",
  });
  expect(() => prepareFolder(copy)).toThrow(/copy cannot be used: EEXIST/);
  const url = addressOf(databaseUrl(), "postgres");
  await expect(makeBackup({ ...wish(), url })).rejects.toThrow(
    "There is no portal in this database",
  );
});

test("only one backup is made at a time", async () => {
  await withSnapshot(databaseUrl(), signal, () =>
    expect(makeBackup(wish())).rejects.toThrow("Another backup is being made."),
  );
});

test("a backup that is told to stop leaves nothing, also while it waits", async () => {
  const before = readdirSync(folder);
  const blocker = new pg.Client(databaseUrl());
  await blocker.connect();
  await blocker.query("BEGIN; LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE");
  const args = ["--import", "tsx", "scripts/backup.ts", "--to", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const waits = `SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'gpusched-backup' AND wait_event_type = 'Lock'`;
  while ((await rowsOf(databaseUrl(), waits)).length === 0) await sleep(50);
  child.kill("SIGTERM");
  const [[code], [said]] = await Promise.all([once(child, "close"), once(child.stderr, "data")]);
  await blocker.end();
  expect({ code, said: String(said) }).toEqual({ code: 1, said: "Stopped. No backup was made.\n" });
  expect(readdirSync(folder)).toEqual(before);
});

test("--keep removes this portal's older backups, and nothing else", async () => {
  const place = mkdtempSync(path.join(folder, "keep-"));
  const put = (day: number, changes: object = {}) => {
    const name = nameOf("script", new Date(Date.UTC(2026, 10, day)));
    return writeOwn(path.join(path.basename(place), name), "", changes).then(() => name);
  };
  const [oldest, , , newest] = [await put(1), await put(2), await put(3), await put(5)];
  const foreign = await put(4, { portal: "https://other.example.org" });
  const damaged = nameOf("dump", new Date(0));
  writeFileSync(path.join(place, damaged), "damaged");
  writeFileSync(path.join(place, "thesis.dump"), "");
  const gone = await prune(place, PORTAL, 2);
  expect(gone.map((file) => path.basename(file))).toEqual([
    nameOf("script", new Date(Date.UTC(2026, 10, 2))),
    oldest,
  ]);
  expect(readdirSync(place)).toEqual(
    expect.arrayContaining([damaged, foreign, newest, "thesis.dump"]),
  );
  expect(await findManifest(path.join(place, newest))).toMatchObject({ portal: PORTAL });
  // The clock was ahead when those before were made.
  const made = path.join(place, await put(1));
  await prune(place, PORTAL, 1, made);
  expect(readdirSync(place)).toContain(path.basename(made));
  expect(readdirSync(place)).not.toContain(newest);
});

test("what a killed backup left goes a day later; one that is being written stays", () => {
  const place = mkdtempSync(path.join(folder, "killed-"));
  const half = (day: number) =>
    path.join(place, `${nameOf("dump", new Date(Date.UTC(2026, 10, day)))}.partial`);
  for (const file of [half(1), half(2)]) appendFileSync(file, "half");
  const longAgo = Date.now() / 1_000 - 25 * 3_600;
  utimesSync(half(1), longAgo, longAgo);
  // Names of others: one that is gone when it is looked at, and one that is no file.
  symlinkSync("/nowhere", half(3));
  mkdirSync(half(4));
  utimesSync(half(4), longAgo, longAgo);
  removeForgotten(place);
  expect(readdirSync(place)).toEqual(
    [half(2), half(3), half(4)].map((file) => path.basename(file)),
  );
});
