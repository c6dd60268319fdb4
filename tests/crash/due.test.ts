import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { databaseUrl } from "@/lib/settings";
import { dueNow, Lasting } from "./due";
import { type Lab, makeLab } from "./lab";

const SPANS = { hourMs: 10_000, claimMs: 2_000 };

let database: pg.Pool;
let lab: Lab;
const gpu = () => lab.gpus[0] ?? 0;
const person = () => lab.people[0]?.id ?? 0;

beforeAll(async () => {
  database = new pg.Pool({ connectionString: databaseUrl(), max: 1 });
  lab = await makeLab(database, 4, 2);
});
beforeEach(async () => {
  await database.query("BEGIN");
  return () => database.query("ROLLBACK");
});
afterAll(() => database.end());

/** Somebody reserves for two hours; the times are seconds from now. */
async function reservation(status: string, notified?: number, starts?: number, ends?: number) {
  const { rows } = await database.query<{ id: number }>(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time, turn,
       notification_time, start_time, end_time)
     SELECT $1, $2, 2, $3, now(), CASE WHEN $4::int IS NULL THEN 0 ELSE 1 END, now() + $4 * second,
       now() + $5 * second, now() + $6 * second FROM (SELECT interval '1 s' AS second) AS unit
     RETURNING id`,
    [person(), gpu(), status, notified, starts, ends],
  );
  return rows[0]?.id;
}

const due = () => dueNow(database, SPANS);

it("a use is due whose time is up, a turn whose claim window is over, and no other", async () => {
  const use = await reservation("ACTIVE", -9, -9, -1);
  expect(await due()).toEqual([`the end of ${use}`]);
  await database.query("UPDATE reservation SET end_time = now() + interval '9 s'");
  expect(await due()).toEqual([]);
});

it("a turn is due that was not claimed in time", async () => {
  const turn = await reservation("NOTIFIED", -3);
  expect(await due()).toEqual([`the passing on of turn 1 of ${turn}`]);
  await database.query("UPDATE reservation SET notification_time = now() - interval '1 s'");
  expect(await due()).toEqual([]);
});

it.each([
  ["access", "UPDATE user_gpu_access SET status = false"],
  ["account", `UPDATE "user" SET status = 'DISABLED'`],
])("a turn is to be taken back from whoever has no %s any more", async (_what, change) => {
  const turn = await reservation("NOTIFIED", -1);
  await database.query(change);
  expect(await due()).toEqual([`the withdrawal of ${turn}`]);
});

it.each([
  ["the GPU is disabled", "UPDATE gpu SET status = false"],
  ["it is not well", "UPDATE gpu SET fault = 'lost'"],
  ["the access is suspended", "UPDATE user_gpu_access SET status = false"],
  ["the account is disabled", `UPDATE "user" SET status = 'DISABLED'`],
  [
    "it would reach into maintenance",
    `INSERT INTO maintenance (server_id, begins_at, reason, made_by, made_at)
     SELECT s.id, now() + interval '21 s', 'a fan', u.id, now() FROM server s, "user" u
     WHERE u.is_admin`,
  ],
])("a turn is due that could be given, and not while %s", async (_what, change) => {
  await reservation("WAITING");
  expect(await due()).toEqual([`a turn on GPU ${gpu()} after 0 others`]);
  await database.query(change);
  expect(await due()).toEqual([]);
});

it("what goes and comes again has not lasted", () => {
  const lasting = new Lasting();
  expect(lasting.longerThan(10, ["a", "b"], 0)).toEqual([]);
  expect(lasting.longerThan(10, ["a"], 6)).toEqual([]);
  expect(lasting.longerThan(10, ["a", "b"], 11)).toEqual(["a"]);
});
