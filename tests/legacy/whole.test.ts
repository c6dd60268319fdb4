/**
 * A whole old lab is brought over. LEGACY_SAMPLES=2000000 makes its statistics as large as those of
 * years; by default they are fewer, so that the test is quick.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { authenticate } from "@/lib/accounts/commands-authenticate";
import { endPasswordThreads } from "@/lib/accounts/passwords";
import { sql } from "@/lib/db";
import { MINUTE } from "@/lib/domain/words";
import { runScript } from "../support/command-line";
import { startMariadb, type TestMariadb } from "../support/mariadb";
import { HASHES } from "./hashes";
import { type Expected, fillOldLab, fillSamples, priorityOf, wallTime } from "./old-lab";
import { makeOldDatabase } from "./old-schema";

const SAMPLES = Number(process.env.LEGACY_SAMPLES ?? 60_000);
const LAB = { users: 200, gpus: 20, reservations: 50_000, samples: SAMPLES };
const LONG = 600_000;

const folder = mkdtempSync(path.join(tmpdir(), "gpusched-legacy-"));
// Whole seconds, as the original writes them.
const now = Math.floor(Date.now() / 1_000) * 1_000;

let server: TestMariadb;
let old: Connection;
let expected: Expected;

beforeAll(async () => {
  server = await startMariadb();
  await makeOldDatabase(server, "lab");
  old = await server.connect("lab");
  expected = await fillOldLab(old, LAB, "before", now);
}, LONG);

afterAll(async () => {
  await endPasswordThreads();
  await old?.end();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

let runs = 0;
async function importLab(...options: string[]) {
  const report = path.join(folder, `${++runs}.csv`);
  const args = [server.url("lab"), `--report=${report}`, ...options];
  const changes = { DATA_DIR: folder };
  const output = await runScript("import-legacy", args, { changes });
  return { ...output, report: readFileSync(report, "utf8") };
}

const TABLES = [
  '"user"',
  "server",
  "gpu",
  "user_gpu_access",
  "reservation",
  "audit_log",
  "notification",
  "gpu_sample",
  "gpu_rollup",
  "gpu_reading",
  "gpu_identity",
  "legacy_row",
  "legacy_statistics",
];

async function counts() {
  const parts = TABLES.map(
    (table) => `SELECT '${table}' AS name, count(*)::int AS n FROM ${table}`,
  );
  const rows = await sql<{ name: string; n: number }>(parts.join(" UNION ALL "));
  return Object.fromEntries(rows.map(({ name, n }) => [name.replaceAll('"', ""), n]));
}

const ACCESSES = 3_000;

describe("an old lab", () => {
  it("is looked at by a dry run, which changes nothing", { timeout: LONG }, async () => {
    const before = await counts();
    const { stdout, stderr, code, report } = await importLab("--dry-run");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/user +200 would be taken +0 known +0 not/);
    expect(stdout).toMatch(/reservation +50,000 would be taken/);
    expect(stdout).toContain("nothing was changed");
    expect(report).toContain('user,1,taken,ACTIVE,"user1, administrator"');
    expect(await counts()).toEqual(before);
    const [ids] = await sql("SELECT last_value, is_called FROM reservation_id_seq");
    expect(ids).toEqual({ last_value: "1", is_called: false });
  });

  it("is brought over", { timeout: LONG }, async () => {
    const { stdout, stderr, code } = await importLab();
    process.stdout.write(stdout);
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(await counts()).toMatchObject({
      user: 200,
      server: 1,
      gpu: 20,
      user_gpu_access: ACCESSES,
      reservation: 50_000,
      notification: 0,
      gpu_sample: SAMPLES,
      gpu_reading: 20,
      gpu_identity: 20,
      legacy_row: 200 + 20 + ACCESSES + 50_000,
      audit_log: 1 + 200 + 20 + ACCESSES + 50_000 + 1,
    });
    const statuses = await sql<{ status: string; n: number }>(
      "SELECT status::text, count(*)::int AS n FROM reservation GROUP BY 1",
    );
    expect(Object.fromEntries(statuses.map(({ status, n }) => [status, n]))).toEqual(expected);
    const [sum] = await sql("SELECT sum(samples)::int AS samples FROM gpu_rollup");
    expect(sum).toEqual({ samples: SAMPLES });
  });

  it("keeps who waits in order, by the priority that the user had", async () => {
    const [rows] = await old.query(
      `SELECT r.id FROM reservation r JOIN user u ON u.id = r.user_id
       JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
       WHERE notification_time IS NULL AND end_time IS NULL
       ORDER BY r.gpu_id, u.priority, reservation_time, r.id`,
    );
    const here = await sql(
      `SELECT l.old_key::int AS id FROM reservation r
       JOIN legacy_row l ON l.old_table = 'reservation' AND l.new_id = r.id
       JOIN user_gpu_access a USING (user_id, gpu_id)
       WHERE r.status = 'WAITING' ORDER BY gpu_id, a.priority, reservation_time, r.id`,
    );
    expect(here.length).toBeGreaterThan(30);
    expect(here).toEqual(rows);
    const priorities = await sql<{ old_key: string; priority: number }>(
      `SELECT old_key, min(priority) AS priority FROM user_gpu_access a
       JOIN legacy_row l ON l.old_table = 'user' AND l.new_id = a.user_id
       GROUP BY 1 HAVING count(DISTINCT priority) = 1`,
    );
    expect(priorities).toHaveLength(200);
    expect(priorities.filter((row) => row.priority !== priorityOf(Number(row.old_key)))).toEqual(
      [],
    );
  });

  it("keeps every time to the second, in the lab's zone", async () => {
    const [rows] = await old.query("SELECT end_time FROM reservation WHERE start_time IS NOT NULL");
    const there = (rows as { end_time: Date }[]).length;
    const here = await sql<{ old_key: string; end_time: Date; notification_time: Date }>(
      `SELECT l.old_key, end_time, notification_time FROM reservation r
       JOIN legacy_row l ON l.old_table = 'reservation' AND l.new_id = r.id
       WHERE start_time IS NOT NULL`,
    );
    expect(here).toHaveLength(there);
    const running = here.filter(({ end_time }) => end_time.getTime() > now);
    expect(running.map(({ end_time }) => wallTime(end_time.getTime()))).toEqual(
      running.map(() => wallTime(now + 6 * 60 * MINUTE)),
    );
  });

  it("lets its people log in with their old passwords", { timeout: 60_000 }, async () => {
    const login = (user: string, password: string) =>
      authenticate({ login: user, password, address: null, deviceFor: () => undefined });
    await expect(login("user3", "wrong")).rejects.toThrow("login-failed");
    const third = HASHES[2];
    await expect(login("user3", third.password)).resolves.toMatchObject({ sessionVersion: 0 });
    await expect(login("USER150@EXAMPLE.ORG", "password of 149")).resolves.toBeDefined();
  });

  it("is not brought over twice", { timeout: LONG }, async () => {
    const before = await counts();
    const { stdout, code } = await importLab();
    expect(code).toBe(0);
    expect(stdout).toMatch(/user +0 taken +200 known +0 not/);
    expect(stdout).toMatch(/reservation +0 taken +50,000 known +0 not/);
    // Those after the last one of the card of which there is the least.
    expect(stdout).toMatch(/gpu_stats +0 taken +19 known +0 not/);
    expect(await counts()).toEqual(before);
  });

  it("adds only what is new there", { timeout: LONG }, async () => {
    const before = await counts();
    await old.query(
      `INSERT INTO reservation (user_id, gpu_id, duration, reservation_time)
       VALUES (200, 4, 5, ?)`,
      [wallTime(now)],
    );
    await fillSamples(old, { gpus: 20, samples: 100 }, now + 5 * 60_000);
    // Whatever became of it here stays.
    await sql(`UPDATE "user" SET name = 'Renamed' WHERE username = 'user7'`);
    await sql(`DELETE FROM user_gpu_access WHERE user_id = (
      SELECT id FROM "user" WHERE username = 'user7')`);
    const { stdout, code } = await importLab();
    expect(code).toBe(0);
    expect(stdout).toMatch(/user_gpu_access +0 taken +3,000 known/);
    const after = await counts();
    expect(after.reservation).toBe((before.reservation ?? 0) + 1);
    expect(after.gpu_sample).toBe((before.gpu_sample ?? 0) + 100);
    const [sum] = await sql("SELECT sum(samples)::int AS samples FROM gpu_rollup");
    expect(sum).toEqual({ samples: SAMPLES + 100 });
    expect(await sql(`SELECT name FROM "user" WHERE username = 'user7'`)).toEqual([
      { name: "Renamed" },
    ]);
  });
});
