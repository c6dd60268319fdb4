import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { databaseUrl } from "@/lib/settings";
import { runScript } from "../support/command-line";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-data-"));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test("prints DATABASE_URL and nothing else", async () => {
  const { code, stdout, stderr } = await runScript("db-url");
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${databaseUrl()}\n`, stderr: "" });
});

test("prints the embedded database's address while it runs, and only then", async () => {
  const database = createServer().listen(0, "127.0.0.1");
  await once(database, "listening");
  const { port } = database.address() as AddressInfo;
  const address = `postgresql://postgres:secret@127.0.0.1:${port}/gpusched`;
  writeFileSync(path.join(dataDir, "database-url"), `${address}\n`);
  const changes = { DATABASE_URL: "", DATA_DIR: dataDir };
  expect((await runScript("db-url", [], { changes })).stdout).toBe(`${address}\n`);

  database.close();
  await once(database, "close");
  // As after a kill, which leaves the address behind.
  const { code, stdout, stderr } = await runScript("db-url", [], { changes });
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: "",
    stderr: "the embedded database does not run: start it with `npm start`\n",
  });
});

test("says in one line that there is none", async () => {
  const changes = { DATABASE_URL: "", DATA_DIR: dataDir };
  const { code, stdout, stderr } = await runScript("db-url", [], { changes });
  expect(code).toBe(1);
  expect(stdout).toBe("");
  expect(stderr).toBe("no database: set DATABASE_URL, or run `npm start` first\n");
});

test("says in one line which setting is wrong", async () => {
  const { code, stderr } = await runScript("db-url", [], { changes: { PORT: "abc" } });
  expect(code).toBe(1);
  expect(stderr).toBe("PORT=abc must be a whole number from 1 to 65535\n");
});
