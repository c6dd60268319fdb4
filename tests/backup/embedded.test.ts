/** The embedded database is kept and brought back by the commands alone, running or not. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseUrl } from "@/lib/settings";
import { backupsIn } from "@/scripts/backup/folder";
import { readWhole } from "@/scripts/backup/manifest";
import { writeBackup } from "@/scripts/backup/write";
import { takeLock } from "@/scripts/start/lock.mjs";
import { runScript } from "../support/command-line";
import { run } from "./contents";

let dataDir: string;
let file: string;
const inDataDir = (name: string, args: string[] = []) =>
  runScript(name, args, { changes: { DATABASE_URL: "", DATA_DIR: dataDir } });

beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-embedded-"));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

test("where there is no database, none is made to be kept", async () => {
  const { stderr } = await inDataDir("backup");
  expect(stderr).toMatch(/^There is no database yet in .*, and DATABASE_URL is not set\.\n$/);
  expect(readdirSync(dataDir)).toEqual(["backups"]);
});

test("while the portal runs, its database is kept where it is", async () => {
  await run(databaseUrl(), "INSERT INTO server (name) VALUES ('gpu1'), ('gpu2')");
  writeFileSync(path.join(dataDir, "database-url"), databaseUrl());
  const { stdout, stderr } = await inDataDir("backup");
  rmSync(path.join(dataDir, "database-url"));
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^.*\/backups\/gpusched-.* 0 accounts, 0 GPUs, 0 reservations, \d+ rows/);
  file = backupsIn(path.join(dataDir, "backups"))[0] ?? "";
});

test("while the portal runs, nothing is brought back into it", async () => {
  const lock = takeLock(dataDir);
  const { stderr } = await inDataDir("restore", [file]);
  lock.release();
  expect(stderr).toMatch(/^gpusched already runs on /);
  expect(existsSync(path.join(dataDir, "postgres"))).toBe(false);
});

test("a new database to which nothing came back does not stay, lest it be taken for the portal's", async () => {
  const broken = path.join(dataDir, "broken");
  const content = Readable.from(["SELECT 1 / 0;"]).pipe(createGzip());
  const facts = { ...(await readWhole(file)), kind: "script" } as const;
  await writeBackup(broken, content, () => facts);
  const { stderr } = await inDataDir("restore", [broken]);
  expect(stderr).toContain("division by zero");
  expect(existsSync(path.join(dataDir, "postgres"))).toBe(false);
});

// Neither command leaves anything running.
const expectAtRest = () => {
  expect(existsSync(path.join(dataDir, "postgres", "postmaster.pid"))).toBe(false);
  expect(existsSync(path.join(dataDir, "lock"))).toBe(false);
};

test("a lost database comes back", async () => {
  expect(await inDataDir("restore", [file])).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(path.join(dataDir, "postgres", "PG_VERSION"))).toBe(true);
  expectAtRest();
});

test("what came back can be kept again while nothing runs, and is the same", async () => {
  expect(await inDataDir("backup")).toMatchObject({ code: 0, stderr: "" });
  const [newest] = backupsIn(path.join(dataDir, "backups"));
  expect(newest).not.toBe(file);
  expect((await readWhole(newest ?? "")).rows).toEqual((await readWhole(file)).rows);
  expectAtRest();
});
