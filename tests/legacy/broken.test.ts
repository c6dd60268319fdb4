/** An old database that is none, is hostile, or breaks: a line that says so, and nothing half-written. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer as createHttp } from "node:http";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { OLD_TABLES } from "@/lib/legacy/words";
import { readAddress } from "@/scripts/legacy/address";
import { OldDatabase } from "@/scripts/legacy/source";
import { runScript } from "../support/command-line";
import { startMariadb, type TestMariadb } from "../support/mariadb";
import { fillOldLab } from "./old-lab";
import { makeOldDatabase } from "./old-schema";

const LAB = { users: 10, gpus: 4, reservations: 400, samples: 12_000 };
const LONG = 180_000;
const folder = mkdtempSync(path.join(tmpdir(), "gpusched-legacy-"));
const servers: Server[] = [];
let server: TestMariadb;

beforeAll(async () => {
  server = await startMariadb();
  await makeOldDatabase(server, "small", "after");
  const old = await server.connect("small");
  await fillOldLab(old, LAB, "after", Math.floor(Date.now() / 1_000) * 1_000);
  await old.end();
}, LONG);

afterAll(async () => {
  for (const each of servers) each.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function listen(made: Server): Promise<number> {
  servers.push(made);
  made.listen(0, "127.0.0.1");
  await once(made, "listening");
  return (made.address() as AddressInfo).port;
}

async function problemOf(url: string): Promise<string> {
  try {
    const old = await OldDatabase.open(await readAddress(url), OLD_TABLES);
    await old.close();
    return "none";
  } catch (error) {
    return error instanceof Error && error.name === "Failure" ? error.message : String(error);
  }
}

const at = (port: number) => `mysql://flask:secret@127.0.0.1:${port}/small`;

describe("an address", () => {
  it.each([
    "mysql://127.0.0.1/small",
    "mysql://flask@127.0.0.1",
    "postgres://flask@127.0.0.1/small",
    "/var/lib/mysql",
    "flask@localhost/small",
  ])("like %s is none", async (text) => {
    expect(await problemOf(text)).toMatch(/^This is no address of an old database/);
  });

  it("may be as the original's own settings wrote it", async () => {
    expect(server.url("small")).toMatch(/^mysql\+pymysql:/);
    expect(await problemOf(server.url("small"))).toBe("none");
  });
});

describe("what is not the original's database", () => {
  it("is said to be so, whoever answers, and no password with it", async () => {
    const web = await listen(createHttp((_, answer) => answer.end("hello")));
    const garbage = await listen(createServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n")));
    const hangUp = await listen(createServer((socket) => socket.destroy()));
    const nobody = await listen(createServer());
    await new Promise((resolve) => servers.at(-1)?.close(resolve));
    const postgres = Number(new URL(process.env.DATABASE_URL ?? "").port);
    const said = await Promise.all([web, garbage, hangUp, nobody, postgres].map(at).map(problemOf));
    for (const line of said) {
      expect(line).toMatch(
        /^The old database flask@127\.0\.0\.1:\d+\/small cannot be read: [^\n]+$/,
      );
      expect(line).toMatch(/no MySQL or MariaDB|nobody listens/);
      expect(line).not.toContain("secret");
    }
    expect(said[3]).toContain("nobody listens there");
  }, 30_000);

  it("is not entered with a wrong password, nor when it is not there", async () => {
    expect(await problemOf(at(server.port))).toContain("the user or the password is wrong");
    expect(await problemOf(server.url("nothing"))).toContain("there is no such database");
  });

  it("is told by what it lacks", async () => {
    await server.run(null, "CREATE DATABASE empty");
    expect(await problemOf(server.url("empty"))).toBe(
      "This is not the original's database: it has no table user, it has no table gpu, " +
        "it has no table user_gpu_access, it has no table reservation, it has no table gpu_stats.",
    );
    await makeOldDatabase(server, "changed");
    await server.run(
      "changed",
      "ALTER TABLE reservation DROP COLUMN end_time",
      "ALTER TABLE gpu MODIFY model BLOB",
      "ALTER TABLE gpu_stats MODIFY id INT NOT NULL, DROP PRIMARY KEY",
      "ALTER TABLE user DROP COLUMN priority",
    );
    expect(await problemOf(server.url("changed"))).toBe(
      "This is not the original's database: gpu.model is a blob, " +
        "reservation has no column end_time, gpu_stats.id is not its primary key.",
    );
  });
});

/** A way to the old database that breaks after so many bytes. */
function breakingAfter(bytes: number): Promise<number> {
  return listen(
    createServer((client) => {
      const there = connect(server.port, "127.0.0.1");
      let passed = 0;
      there.on("data", (chunk) => {
        passed += chunk.length;
        if (passed > bytes) client.destroy();
        else client.write(chunk);
      });
      client.pipe(there);
      client.on("close", () => there.destroy()).on("error", () => undefined);
      there.on("close", () => client.destroy()).on("error", () => undefined);
    }),
  );
}

const rowsOf = async (table: string) =>
  (await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`))[0]?.n;
const changes = { DATA_DIR: folder };

describe("an import that is cut off", () => {
  beforeEach(async () => {
    for (const table of ["gpu_sample", "gpu_rollup", "gpu_reading", "legacy_statistics"])
      await sql(`DELETE FROM ${table}`);
  });

  it("in the middle of a table leaves nothing of it, and says what to do", {
    timeout: LONG,
  }, async () => {
    // Some way into the reservations, of which a row has about a hundred bytes.
    const broken = new URL(server.url("small").replace("mysql+pymysql", "mysql"));
    broken.port = String(await breakingAfter(25_000));
    const { code, stderr, stdout } = await runScript("import-legacy", [broken.href], { changes });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "The old database cannot be read any further: the connection to it broke. Run this again; what was finished stays.\n",
    );
    expect(stdout).toMatch(/user +10 taken/);
    expect(await rowsOf('"user"')).toBe(10);
    expect(await rowsOf("reservation")).toBe(0);
    expect(await rowsOf("audit_log WHERE action = 'reservation.imported'")).toBe(0);
  });

  it("by Ctrl-C leaves nothing of the table, and the next run makes it whole", {
    timeout: LONG,
  }, async () => {
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "scripts/import-legacy.ts", server.url("small")],
      { env: { ...process.env, ...changes }, stdio: ["ignore", "pipe", "inherit"] },
    );
    let said = "";
    for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
      said += chunk;
      // As npm does it: once for the terminal, once handed on.
      if (said.includes("gpu_stats")) child.kill("SIGINT");
    }
    if (child.exitCode === null) await once(child, "exit");
    expect(child.exitCode).toBe(130);
    expect(said).toContain("Stopped.");
    expect(await rowsOf("reservation")).toBe(400);
    expect(await rowsOf("gpu_sample")).toBe(0);
    expect(await rowsOf("gpu_rollup")).toBe(0);
    expect(await rowsOf("legacy_statistics")).toBe(0);
    const { code } = await runScript("import-legacy", [server.url("small")], { changes });
    expect(code).toBe(0);
    expect(await rowsOf("gpu_sample")).toBe(LAB.samples);
  });
});

describe("an import of an old database after its change", () => {
  it("reads priority and status of each access", async () => {
    const rows = await sql<{ priority: number; status: boolean; n: number }>(
      `SELECT priority, status, count(*)::int AS n FROM user_gpu_access
       GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    expect(rows.map(({ priority }) => priority)).toEqual([0, 1, 1, 2]);
    expect(rows.filter(({ status }) => !status)).toHaveLength(1);
  });
});

describe("the command", () => {
  it("says in a line what is wrong with its options", { timeout: LONG }, async () => {
    for (const [args, line] of [
      [["--card=x", server.url("small")], "write it as 5=0 or 5=gpu2/0"],
      [["--time-zone=Mars/Base", server.url("small")], "is no time zone"],
      [[], "Usage: npm run import:legacy"],
    ] as const) {
      const { code, stderr } = await runScript("import-legacy", [...args], { changes });
      expect(code).toBe(1);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(stderr).toContain(line);
    }
  });
});
