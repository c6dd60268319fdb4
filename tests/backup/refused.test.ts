/** What must not happen to a backup, or through one: said in one line, and nothing is lost. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { databaseUrl } from "@/lib/settings";
import { nameOf, prune, removeForgotten } from "@/scripts/backup/folder";
import { makeBackup } from "@/scripts/backup/make";
import { type Facts, findManifest, readWhole, sealOf } from "@/scripts/backup/manifest";
import { writeBackup } from "@/scripts/backup/write";
import { runScript } from "../support/command-line";
import { type DebianPostgres, startDebianPostgres } from "../support/debian-postgres";
import { createTestDatabase } from "../support/template";
import { contentsOf, rowsOf, run } from "./contents";

const signal = new AbortController().signal;
const PORTAL = "https://lab.example.org";

let folder: string;
let good: string;
let facts: Facts;
let copy: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gpusched-refused-"));
  const wish = { url: databaseUrl(), folder, portal: PORTAL, signal, find: () => undefined };
  good = (await makeBackup(wish)).file;
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

test("a database that is not empty is left alone without --replace, and so is one in use", async () => {
  const before = await contentsOf(databaseUrl());
  const refusals: [string[], RegExp][] = [
    [
      [good],
      /^The database \w+ is not empty \(0 accounts, 0 GPUs, 0 reservations\): add --replace/,
    ],
    [[good, "--replace"], /^--replace asks first; where nobody answers, add --yes\.$/],
    [["--drop", "postgres"], /^postgres is no database that a restore has set aside\.$/],
    [[], /^Usage: npm run restore -- FILE/],
  ];
  for (const [args, sentence] of refusals) {
    const { code, stderr } = await runScript("restore", args);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(code).toBe(1);
  }
  const other = new pg.Client(databaseUrl());
  await other.connect();
  const { stderr } = await runScript("restore", [good, "--replace", "--yes"]);
  await other.end();
  expect(stderr).toMatch(/^The database is in use by 1 session: stop the portal first.*\n$/);
  expect(await contentsOf(databaseUrl())).toEqual(before);
});

test("a restore that breaks half way leaves the database as it was, and nothing beside it", async () => {
  const url = await createTestDatabase();
  await run(url, "INSERT INTO server (name) VALUES ('gpu1')");
  const before = await contentsOf(url);
  await writeOwn("breaks", "CREATE TABLE half (id int);\nSELECT 1 / 0;\n");
  await writeOwn("less", "CREATE TABLE _prisma_migrations AS SELECT 1 AS id;\n");
  const databases = "SELECT datname FROM pg_database ORDER BY 1";
  const names = await rowsOf(databaseUrl(), databases);
  for (const [name, sentence] of [
    ["breaks", "breaks could not be brought back: division by zero."],
    ["less", "less has 6 rows of _prisma_migrations, the database now 1."],
  ] as const) {
    const { code, stderr } = await runScript(
      "restore",
      [path.join(folder, name), "--replace", "--yes"],
      { changes: { DATABASE_URL: url } },
    );
    expect(stderr).toContain(sentence);
    expect(code).toBe(1);
  }
  expect(await contentsOf(url)).toEqual(before);
  expect(await rowsOf(databaseUrl(), databases)).toEqual(names);
});

test("a full disk is named in one line, and leaves the backups before and no half of one", () => {
  const before = path.basename(good);
  // A file system of its own, which is gone with the process.
  const story = `mount -t tmpfs -o size=40k tmpfs "$0" && cp "$1" "$0"/
    node --import tsx scripts/backup.ts --to "$0" --keep 1; echo "ended with $?"; ls -A "$0"`;
  const disk = mkdtempSync(path.join(folder, "disk-"));
  const said = execFileSync(
    "unshare",
    ["--user", "--map-root-user", "--mount", "sh", "-c", `${story} 2>&1`, disk, good],
    {
      encoding: "utf8",
    },
  );
  expect(said).toBe(
    `No space is left in ${disk}. No backup was made; those before are as they were.\nended with 1\n${before}\n`,
  );
});

test("a folder that cannot be written, and an empty database, are named", async () => {
  const changes = { NEXTAUTH_URL: PORTAL };
  const file = path.join(folder, "file");
  writeFileSync(file, "");
  expect((await runScript("backup", ["--to", file], { changes })).stderr).toMatch(
    /file cannot be used: EEXIST.*\n$/,
  );
  expect((await runScript("backup", ["--keep", "0"], { changes })).stderr).toBe(
    "--keep 0: say how many backups to keep, 1 or more.\n",
  );
  const empty = new URL(databaseUrl());
  empty.pathname = "/postgres";
  const wish = { url: empty.href, folder, portal: PORTAL, signal };
  await expect(makeBackup(wish)).rejects.toThrow("There is no portal in this database");
});

test("only one backup is made at a time", async () => {
  let second: Promise<unknown> = Promise.resolve();
  const wish = { url: databaseUrl(), folder, portal: PORTAL, signal };
  const first = makeBackup({
    ...wish,
    find: () => {
      second = makeBackup(wish).catch((error) => error.message);
      return undefined;
    },
  });
  rmSync((await first).file);
  expect(await second).toBe("Another backup is being made.");
});

test("a backup that is told to stop leaves nothing", async () => {
  const before = readdirSync(folder);
  const blocker = new pg.Client(databaseUrl());
  await blocker.connect();
  await blocker.query("BEGIN; LOCK TABLE audit_log IN ACCESS EXCLUSIVE MODE");
  const args = ["--import", "tsx", "scripts/backup.ts", "--to", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const waits =
    "SELECT FROM pg_stat_activity WHERE application_name = 'gpusched-backup' AND wait_event_type = 'Lock'";
  while ((await blocker.query(waits)).rowCount === 0);
  child.kill("SIGTERM");
  await blocker.query("ROLLBACK");
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
});

test("what a killed backup left goes a day later; one that is being written stays", () => {
  const place = mkdtempSync(path.join(folder, "killed-"));
  const half = (day: number) =>
    path.join(place, `${nameOf("dump", new Date(Date.UTC(2026, 10, day)))}.partial`);
  for (const file of [half(1), half(2)]) appendFileSync(file, "half");
  const longAgo = Date.now() / 1_000 - 25 * 3_600;
  utimesSync(half(1), longAgo, longAgo);
  removeForgotten(place);
  expect(readdirSync(place)).toEqual([path.basename(half(2))]);
});

test("a user who may not make databases is told what would help", async () => {
  const debian: DebianPostgres = await startDebianPostgres();
  try {
    const url = debian.url.replace("postgres@", "portal@");
    await run(debian.url, "CREATE ROLE portal LOGIN", "CREATE TABLE taken (id int)");
    const { code, stderr } = await runScript("restore", [good, "--replace", "--yes"], {
      changes: { DATABASE_URL: url },
    });
    expect(stderr).toBe(
      `PostgreSQL's user portal may not make databases. As its administrator: ALTER ROLE "portal" CREATEDB. Nothing was changed.\n`,
    );
    expect(code).toBe(1);
  } finally {
    await debian.stop();
  }
});
