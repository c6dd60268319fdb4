/** A database is kept, brought back elsewhere, and is the same, row for row. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findClient } from "@/scripts/backup/clients";
import { type Backup, makeBackup } from "@/scripts/backup/make";
import { readWhole } from "@/scripts/backup/manifest";
import { addressOf, dropAside } from "@/scripts/restore/beside";
import { fill } from "@/scripts/restore/fill";
import { runScript } from "../support/command-line";
import { type DebianPostgres, startDebianPostgres } from "../support/debian-postgres";
import { createDatabase, dropDatabase } from "../support/postgres";
import { contentsOf, rowsOf, run, schemaOf } from "./contents";
import { fillLab } from "./lab";

const endless = () => new AbortController().signal;
const noClient = () => undefined;

let folder: string;
let debian: DebianPostgres;
/** Debian's, as the portal's own user, who is no superuser. */
let external: string;
/** In the embedded PostgreSQL. */
let embedded: string;
let kept: Record<string, unknown>;
let script: Backup;
let dump: Backup;

const make = (url: string, find?: typeof findClient) =>
  makeBackup({ url, folder, portal: "https://lab.example.org", signal: endless(), find });

const bringInto = async (url: string, { file }: Backup) =>
  fill(url, { file, manifest: await readWhole(file) }, endless());

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gpusched-backup-"));
  [debian, embedded] = await Promise.all([startDebianPostgres(), fillLab()]);
  await run(debian.url, "CREATE ROLE portal LOGIN CREATEDB", "CREATE DATABASE lab OWNER portal");
  external = addressOf(debian.url, "lab").replace("postgres@", "portal@");
  kept = await contentsOf(embedded);
});
afterAll(async () => {
  await debian?.stop();
  rmSync(folder, { recursive: true });
});

test("every table has rows, so that none is the same for want of them", () => {
  const isDay = (name: string) => /^gpu_sample_\d/.test(name);
  const isEmpty = (name: string) => Array.isArray(kept[name]) && kept[name][0] === 0;
  const names = Object.keys(kept);
  expect(names.filter((name) => isEmpty(name) && !isDay(name))).toEqual([]);
  expect(names.filter((name) => isDay(name) && !isEmpty(name)).length).toBeGreaterThan(5);
  expect(kept.maintenance_id_seq).toBe("70000 false");
});

test("without pg_dump: a script, which comes back with every row, index, trigger and partition", async () => {
  script = await make(embedded, noClient);
  expect(script.left).toEqual([]);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^gpusched-.*Z\.sql\.gz$/)]);
  expect(statSync(script.file).mode & 0o777).toBe(0o600);
  expect(await readWhole(script.file)).toMatchObject({ kind: "script", rows: script.rows });
  const copy = await createDatabase(embedded);
  try {
    await bringInto(copy, script);
    expect(await contentsOf(copy)).toEqual(kept);
    expect(await schemaOf(copy)).toEqual(await schemaOf(embedded));
  } finally {
    await dropDatabase(copy);
  }
});

test("psql alone brings a script back, into another PostgreSQL and as an ordinary user", async () => {
  const psql = `psql "$1" -X -q -1 -v ON_ERROR_STOP=1 -f - >/dev/null`;
  // gunzip says that something follows what it knows, which is the manifest.
  const line = `gunzip -c "$0" 2>/dev/null | ${psql}`;
  execFileSync("sh", ["-c", line, script.file, external]);
  expect(await contentsOf(external)).toEqual(kept);
});

test("with pg_dump: its custom format, which comes back into another PostgreSQL as well", async () => {
  dump = await make(external);
  expect(await readWhole(dump.file)).toMatchObject({ kind: "dump", clientVersion: debian.version });
  const listed = execFileSync("pg_restore", ["--list", dump.file], { encoding: "utf8" });
  expect(listed).toContain("Format: CUSTOM");
  const copy = await createDatabase(embedded);
  try {
    await bringInto(copy, dump);
    expect(await contentsOf(copy)).toEqual(kept);
  } finally {
    await dropDatabase(copy);
  }
});

test("the command puts it in the place of what is there, which stays until it is dropped", async () => {
  const schema = await schemaOf(external);
  await run(external, "DELETE FROM throttle", "CREATE TABLE added_since (id int)");
  const changed = await contentsOf(external);

  const changes = { DATABASE_URL: external };
  const args = [dump.file, "--replace", "--yes"];
  const { stdout, stderr } = await runScript("restore", args, { changes });
  expect(stderr).toBe("");
  expect(await contentsOf(external)).toEqual(kept);
  expect(await schemaOf(external)).toEqual(schema);

  const aside = stdout.match(/--drop (lab_before_\w+)\n/)?.[1] ?? "";
  expect(await contentsOf(addressOf(external, aside))).toEqual(changed);
  await dropAside(external, aside);
  const names = "SELECT datname FROM pg_database WHERE datname LIKE 'lab%'";
  expect(await rowsOf(debian.url, names)).toEqual([["lab"]]);
});

test.each([
  ["a script", noClient],
  ["pg_dump", findClient],
])("%s holds one instant, whatever is written meanwhile", async (_name, find) => {
  const before = await contentsOf(external);
  const meanwhile = `INSERT INTO throttle VALUES ('meanwhile ${_name}', 1, now())`;
  const backup = await make(external, (program, least) => {
    // Once the snapshot stands, and before anything is read of it.
    execFileSync("psql", [external, "-qc", meanwhile]);
    return find(program, least);
  });
  const copy = await createDatabase(debian.url);
  await bringInto(copy, backup);
  expect(await contentsOf(copy)).toEqual(before);
});

test("what somebody else made is named where it is left out, and is in pg_dump's", async () => {
  await run(external, "CREATE TABLE notes AS SELECT 'mine' AS text");
  expect((await make(external, noClient)).left).toEqual(["notes"]);
  expect((await make(external)).left).toEqual([]);
  await run(external, "DROP TABLE notes");
});
