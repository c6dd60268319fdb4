/** Rows that cannot be taken as they are: each is named, and costs no other. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { runScript } from "../support/command-line";
import { startMariadb, type TestMariadb } from "../support/mariadb";
import { makeBadDatabase, now } from "./bad-rows";

const folder = mkdtempSync(path.join(tmpdir(), "gpusched-legacy-"));
let server: TestMariadb;
let outcome: Awaited<ReturnType<typeof importAll>>;
let runs = 0;

async function importAll(...options: string[]) {
  const file = path.join(folder, `${++runs}.csv`);
  const args = [server.url("bad"), `--report=${file}`, ...options];
  const output = await runScript("import-legacy", args, { changes: { DATA_DIR: folder } });
  return { ...output, report: readFileSync(file, "utf8") };
}

/** What the report says of the rows of a table, by id. */
function told(table: string, outcomeOf: string): Record<string, string> {
  const lines = outcome.report.split("\r\n").map((line) => line.split(","));
  return Object.fromEntries(
    lines
      .filter((cells) => cells[0] === table && cells[2] === outcomeOf)
      .map((cells) => [cells[1], cells[3]]),
  );
}

beforeAll(async () => {
  server = await startMariadb();
  await makeBadDatabase(server, "bad");
  outcome = await importAll();
}, 180_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

describe("what cannot be taken as it is", () => {
  it("stops nothing", () => {
    expect(outcome.stderr).toBe("");
    expect(outcome.code).toBe(0);
  });

  it("is named, account by account", async () => {
    expect(told("user", "refused")).toEqual({
      2: "username is taken by another account",
      3: "phone is taken by another account",
      4: "phone is longer than 16 characters",
      5: "email is no e-mail address",
      6: "name is NULL",
      7: "time_multiplier is no number above 0 and up to 10",
      8: "status has an unknown value",
      9: "name is in a wrong character set",
      13: "name is longer than 100 characters",
      14: "name holds control characters or invisible ones",
      15: "username is none that the portal allows (such as one with spaces); lab is empty",
      16: "email is taken by another account",
      19: "time_multiplier is no number above 0 and up to 10",
      21: "password_hash is NULL",
    });
  });

  it("is said where an account is taken, but not word for word", async () => {
    expect(told("user", "remark")).toEqual({
      10: "phone is written otherwise here",
      11: "no password can be checked by its hash; it must be reset",
      20: "no password can be checked by its hash; it must be reset",
    });
    const rows = await sql(
      `SELECT username, status::text, phone, time_multiplier, is_admin, length(password_hash) > 9 AS can
       FROM "user" ORDER BY id`,
    );
    expect(rows).toEqual([
      {
        username: "boss",
        status: "ACTIVE",
        phone: "0912000001",
        time_multiplier: 1,
        is_admin: true,
        can: true,
      },
      {
        username: "tenth",
        status: "ACTIVE",
        phone: "0912000010",
        time_multiplier: 1,
        is_admin: false,
        can: true,
      },
      {
        username: "cut",
        status: "ACTIVE",
        phone: "0912000011",
        time_multiplier: 1,
        is_admin: false,
        can: false,
      },
      {
        username: "off",
        status: "DISABLED",
        phone: "0912000012",
        time_multiplier: 1,
        is_admin: false,
        can: true,
      },
      {
        username: "amy",
        status: "ACTIVE",
        phone: "0912000017",
        time_multiplier: 1.1,
        is_admin: false,
        can: true,
      },
      {
        username: "ben",
        status: "ACTIVE",
        phone: "0912000018",
        time_multiplier: 1,
        is_admin: false,
        can: true,
      },
      {
        username: "plain",
        status: "ACTIVE",
        phone: "0912000020",
        time_multiplier: 1,
        is_admin: false,
        can: false,
      },
    ]);
  });

  it("is named, GPU by GPU and access by access", async () => {
    expect(told("gpu", "refused")).toEqual({
      2: "model is longer than 80 characters",
      3: "max_hours is less than 1",
      5: "max_hours is more than 8760; connection_info is empty",
    });
    expect(told("user_gpu_access", "refused")).toEqual({
      "18/2": "its gpu does not exist or was not taken",
      "17/4": "priority is no whole number from 0 to 1000",
      "18/4": "status has an unknown value",
      "99/1": "its user does not exist or was not taken",
    });
    const gpus = await sql("SELECT gpu_index, status FROM gpu ORDER BY gpu_index");
    expect(gpus).toEqual([
      { gpu_index: 0, status: true },
      { gpu_index: 3, status: false },
    ]);
    const accesses = await sql(
      `SELECT username, priority, a.status FROM user_gpu_access a JOIN "user" u ON u.id = user_id
       ORDER BY priority`,
    );
    expect(accesses).toEqual([
      { username: "ben", priority: 0, status: false },
      { username: "amy", priority: 1, status: true },
      { username: "boss", priority: 2, status: true },
    ]);
  });

  it("is named, reservation by reservation", async () => {
    expect(told("reservation", "refused")).toEqual({
      2: "its use overlaps another one's",
      3: "it ends before it starts",
      4: "duration is no whole number from 1 on",
      5: "its user does not exist or was not taken",
      6: "reservation_time is a zero date",
      7: "its GPU is held by another one",
      10: "its user has another live one for its GPU",
      11: "its gpu does not exist or was not taken",
      12: "it starts in the future",
      13: "duration is more than 87600",
      16: "its turn is before it was reserved",
      17: "duration is NULL",
      18: "it ends too late",
      19: "end_time is a zero date",
      20: "gpu_id is NULL",
    });
    expect(told("reservation", "remark")).toEqual({
      14: "no notification_time: its turn counts from its start",
    });
    const taken = await sql(
      `SELECT l.old_key, r.status::text, r.turn FROM reservation r
       JOIN legacy_row l ON l.old_table = 'reservation' AND l.new_id = r.id ORDER BY r.id`,
    );
    expect(taken).toEqual([
      { old_key: "1", status: "COMPLETED", turn: 1 },
      { old_key: "8", status: "ACTIVE", turn: 1 },
      { old_key: "9", status: "WAITING", turn: 0 },
      { old_key: "14", status: "COMPLETED", turn: 1 },
      { old_key: "15", status: "EXPIRED", turn: 1 },
    ]);
  });

  it("is named, sample by sample", async () => {
    expect(told("gpu_stats", "refused")).toEqual({
      3: "its card told of this moment already",
      4: "timestamp is NULL",
      5: "timestamp is a zero date",
      6: "temperature_gpu is nonsense",
      7: "pstate is nonsense",
      8: "timestamp is no time of a sample",
      9: "timestamp is no time of a sample",
      10: "its card is no GPU that was taken",
      11: "gpu_index is NULL",
      12: "its card is no GPU that was taken",
    });
    const samples = await sql("SELECT at, temperature_gpu FROM gpu_sample ORDER BY at");
    expect(samples).toEqual(
      [-1, -0.5, -0.3].map((hours) => ({
        at: new Date(now + hours * HOUR),
        temperature_gpu: 50,
      })),
    );
    const [gpu] = await sql("SELECT pci_bus_id FROM gpu WHERE gpu_index = 0");
    expect(gpu).toEqual({ pci_bus_id: "00000000:3B:00.0" });
  });

  it("is summed up on the terminal", () => {
    expect(outcome.stdout).toMatch(/user +7 taken +0 known +14 not/);
    expect(outcome.stdout).toContain(
      "gpu_stats: 2 × its card is no GPU that was taken (id 10, 12)",
    );
  });
});

describe("what was mended in the old database", () => {
  it("is taken by the next run, and nothing else", { timeout: 180_000 }, async () => {
    await server.run(
      "bad",
      "UPDATE user SET email = 'fifth@example.org' WHERE id = 5",
      "UPDATE gpu SET max_hours = 24 WHERE id = 3",
      "INSERT INTO user_gpu_access VALUES (5, 3, 0, 1)",
    );
    await sql("UPDATE gpu SET max_hours = 12 WHERE gpu_index = 0");
    outcome = await importAll();
    expect(outcome.code).toBe(0);
    expect(Object.keys(told("user", "taken"))).toEqual(["5"]);
    expect(Object.keys(told("gpu", "taken"))).toEqual(["3"]);
    expect(Object.keys(told("user_gpu_access", "taken"))).toEqual(["5/3"]);
    expect(told("reservation", "taken")).toEqual({});
    // Its card's samples could not be taken before.
    expect(told("gpu_stats", "taken")).toEqual({ "card 2": "1 samples" });
    const [gpu] = await sql("SELECT max_hours FROM gpu WHERE gpu_index = 0");
    expect(gpu).toEqual({ max_hours: 12 });
  });

  it("is not mistaken for another database's", { timeout: 180_000 }, async () => {
    await server.run("bad", "UPDATE user SET username = CONCAT('other-', id)");
    const { code, stderr } = await importAll();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^This is another database [^\n]+\n$/);
  });
});
