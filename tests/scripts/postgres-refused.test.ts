/** Folders that the embedded PostgreSQL must not serve: none of them is served, nor made anew. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startPostgres } from "@/scripts/postgres/server";
import { startDatabase } from "@/scripts/start/database";

let dataDir: string;
const cluster = () => path.join(dataDir, "postgres");

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-refused-"));
  for (const folder of ["base", "global", "pg_wal"]) {
    mkdirSync(path.join(cluster(), folder), { recursive: true });
  }
  writeFileSync(path.join(cluster(), "PG_VERSION"), "18\n");
  writeFileSync(path.join(cluster(), "global", "pg_control"), "");
  writeFileSync(path.join(cluster(), "gpusched.json"), '{"password":"guess","port":5432}');
});
afterEach(() => rmSync(dataDir, { recursive: true }));

/** Refused with this sentence, and left as it is. */
async function expectRefused(sentence: RegExp): Promise<void> {
  const before = readdirSync(dataDir, { recursive: true }).sort();
  await expect(startPostgres({ dataDir })).rejects.toThrow(sentence);
  expect(readdirSync(dataDir, { recursive: true }).sort()).toEqual(before);
}

test("data of another major version is refused with what to do, and left alone", async () => {
  writeFileSync(path.join(cluster(), "PG_VERSION"), "17\n");
  await expectRefused(
    /was written by PostgreSQL 17, and this version of gpusched has 18\. Nothing was changed\. .* npm run backup\. .* mv (.*\/postgres) \1-17 && npm run restore -- FILE \(there is no backup yet; docs\/backup\.md\)$/,
  );
  const newest = path.join(dataDir, "backups", "gpusched-20261129T031500.000Z.sql.gz");
  mkdirSync(path.dirname(newest));
  for (const file of [newest, newest.replace("1129", "1128")]) writeFileSync(file, "");
  await expect(startPostgres({ dataDir })).rejects.toThrow(`the newest backup now is ${newest};`);
});

test.each([["PG_VERSION"], ["global/pg_control"], ["gpusched.json"]])(
  "a data folder without %s is refused, never made anew",
  async (part) => {
    rmSync(path.join(cluster(), part), { recursive: true });
    await expectRefused(
      new RegExp(`not a whole PostgreSQL data folder: ${part} is missing\\. .*npm run restore`),
    );
  },
);

test("a data folder whose password is garbled is refused", async () => {
  writeFileSync(path.join(cluster(), "gpusched.json"), '{"password":');
  await expectRefused(/gpusched\.json cannot be read/);
});

test("a folder of something else, an empty one and a link to nowhere are refused", async () => {
  rmSync(cluster(), { recursive: true });
  mkdirSync(cluster());
  await expectRefused(/not a whole PostgreSQL data folder/);
  writeFileSync(path.join(cluster(), "thesis.tex"), "");
  await expectRefused(/not a whole PostgreSQL data folder/);
  rmSync(cluster(), { recursive: true });
  symlinkSync("/nowhere/postgres", cluster());
  await expectRefused(/not a whole PostgreSQL data folder.*If its disk is not mounted, mount it/);
});

test("a portal that has backups does not begin anew with an empty database", async () => {
  rmSync(cluster(), { recursive: true });
  const backup = path.join(dataDir, "backups", "gpusched-20261129T031500.000Z.dump");
  mkdirSync(path.dirname(backup));
  writeFileSync(backup, "");
  await expect(startDatabase(dataDir)).rejects.toThrow(
    `npm run restore -- ${backup} brings it back`,
  );
  expect(readdirSync(dataDir).sort()).toEqual(["backups"]);
});
