import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sql } from "@/lib/db";
import { databaseUrl } from "@/lib/settings";
import { migrate } from "@/scripts/database/migrate";
import { createDatabase, dropDatabase } from "../support/postgres";

let folder: string;
let empty: string;
beforeEach(async () => {
  empty = await createDatabase(databaseUrl());
  folder = mkdtempSync(path.join(tmpdir(), "gpusched-migrations-"));
  cpSync("prisma/migrations/migration_lock.toml", path.join(folder, "migration_lock.toml"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await dropDatabase(empty);
});

function write(name: string, script: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, "migration.sql"), script);
}

const everyMigration = () => readdirSync("prisma/migrations").filter((name) => !name.includes("."));

test("applies every migration once", async () => {
  expect(await migrate(empty)).toEqual(everyMigration());
  expect(await migrate(empty)).toEqual([]);
});

test("of several at once, one applies them", async () => {
  const applied = await Promise.all([migrate(empty), migrate(empty), migrate(empty)]);
  expect(applied.flat()).toEqual(everyMigration());
});

test("a failing one is named with its cause, leaves nothing behind, and is tried again", async () => {
  write("1_good", "CREATE TABLE good (id int);");
  write("2_bad", "CREATE TABLE half (id int); SELECT 1 / 0;");
  await expect(migrate(empty, folder)).rejects.toThrow(
    /^Migration 2_bad failed: division by zero\.$/,
  );
  await expect(migrate(empty, folder)).rejects.toThrow("Migration 2_bad failed");

  write("2_bad", "CREATE TABLE half (id int);");
  expect(await migrate(empty, folder)).toEqual(["2_bad"]);
  expect(await migrate(empty, folder)).toEqual([]);
});

test("semicolons inside functions and texts do not cut a script", async () => {
  write(
    "1_function",
    `CREATE FUNCTION semicolon() RETURNS text LANGUAGE plpgsql AS $$
     BEGIN
       RETURN ';';
     END $$;`,
  );
  expect(await migrate(empty, folder)).toEqual(["1_function"]);
});

test("a database that cannot be reached is told in one line, without its password", async () => {
  const url = new URL(empty);
  url.pathname = "/nowhere";
  await expect(migrate(url.href)).rejects.toThrow(
    'The database cannot be reached: database "nowhere" does not exist.',
  );
  await expect(migrate("postgresql://u:hunter22@127.0.0.1:1/x")).rejects.toThrow(
    "The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1.",
  );
});

test("every test's own database is migrated", async () => {
  expect(await sql('SELECT count(*)::int AS accounts FROM "user"')).toEqual([{ accounts: 0 }]);
});
