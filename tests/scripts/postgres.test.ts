import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type PostgresServer, startPostgres } from "@/scripts/postgres/server";

const temporaryFolder = () => mkdtempSync(path.join(tmpdir(), "gpusched-postgres-"));

// Made once and copied for each test: making one takes seconds.
let made: string;
let dataDir: string;
let server: PostgresServer | undefined;

beforeAll(async () => {
  made = temporaryFolder();
  await (await startPostgres({ dataDir: made })).stop();
}, 60_000);
afterAll(() => rmSync(made, { recursive: true }));
beforeEach(() => {
  // Only its owner may enter it, and where tests run as root, that is root.
  dataDir = temporaryFolder();
  cpSync(made, dataDir, { recursive: true });
  server = undefined;
});
afterEach(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true });
});

const start = async () => {
  server = await startPostgres({ dataDir });
  return server;
};

async function query(url: string, text: string): Promise<unknown[][]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

test("what was written is there after a restart, on the same port, with the same password", async () => {
  const { url, stop } = await start();
  await query(url, "CREATE TABLE kept AS SELECT '您好' AS word");
  await stop();
  expect((await start()).url).toBe(url);
  expect(await query(url, "SELECT word FROM kept")).toEqual([["您好"]]);
});

test("a new cluster sorts alike everywhere, checks its pages and asks for a password", async () => {
  const { url } = await start();
  const facts = `SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding),
      current_setting('data_checksums'), current_setting('listen_addresses'),
      current_setting('unix_socket_directories')
    FROM pg_database WHERE datname = current_database()`;
  expect(await query(url, facts)).toEqual([["b", "C.UTF-8", "UTF8", "on", "127.0.0.1", ""]]);
  const withoutPassword = url.replace(/:[0-9a-f]+@/, ":guess@");
  await expect(query(withoutPassword, "SELECT 1")).rejects.toThrow(
    "password authentication failed",
  );
  expect(statSync(path.join(dataDir, "postgres")).mode & 0o777).toBe(0o700);
});

test("its log names what it refuses, and tells nothing of the row", async () => {
  const { url } = await start();
  await query(url, "CREATE TABLE person (email text PRIMARY KEY, hours int CHECK (hours > 0))");
  const put = async (hours: number) => {
    const client = new pg.Client(url);
    await client.connect();
    await client
      .query("INSERT INTO person VALUES ($1, $2)", ["wang@example.org", hours])
      .finally(() => client.end());
  };
  await put(1);
  await expect(put(1)).rejects.toThrow("person_pkey");
  await expect(put(-1)).rejects.toThrow("person_hours_check");
  const log = readFileSync(path.join(dataDir, "logs", "postgres.log"), "utf8");
  expect(log).toContain("person_pkey");
  expect(log).toContain("person_hours_check");
  expect(log).not.toContain("wang@");
});

test("a server that outlived its start script is ended, and nothing is lost", async () => {
  const script = `
    const { startPostgres } = await import("./scripts/postgres/server.ts");
    console.log(JSON.stringify(await startPostgres({ dataDir: process.argv[1] })));`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script, dataDir];
  const parent = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = await once(parent.stdout, "data");
  const { url } = JSON.parse(printed);
  await query(url, "CREATE TABLE kept AS SELECT 1 AS one");
  parent.kill("SIGKILL");
  await once(parent, "exit");
  expect(await query(url, "SELECT one FROM kept")).toEqual([[1]]);

  expect((await start()).url).toBe(url);
  expect(await query(url, "SELECT one FROM kept")).toEqual([[1]]);
});

test("a note about a process that is no server does not stop it", async () => {
  const note = [process.pid, path.join(dataDir, "postgres"), "1", "5432", "", "", "", "ready"];
  writeFileSync(path.join(dataDir, "postgres", "postmaster.pid"), note.join("\n"));
  const { url } = await start();
  expect(await query(url, "SELECT 1")).toEqual([[1]]);
});

test("a port that somebody else took meanwhile is replaced", async () => {
  const { url, stop } = await start();
  await stop();
  const other = createServer().listen(Number(new URL(url).port), "127.0.0.1");
  await once(other, "listening");
  const { url: newUrl } = await start();
  other.close();
  expect(newUrl).not.toBe(url);
  expect(await query(newUrl, "SELECT 1")).toEqual([[1]]);
});

test("what an interrupted first start left is removed", async () => {
  mkdirSync(path.join(dataDir, "postgres.new-abc", "data"), { recursive: true });
  await start();
  expect(readdirSync(dataDir).sort()).toEqual(["logs", "postgres"]);
});

test.runIf(process.getuid?.() === 0)(
  "root without user namespaces, in a folder that nobody else may enter, is told why",
  async () => {
    const { PATH } = process.env;
    process.env.PATH = "";
    try {
      await expect(start()).rejects.toThrow(/does not run as root.*or set DATABASE_URL/);
    } finally {
      process.env.PATH = PATH;
    }
  },
);
