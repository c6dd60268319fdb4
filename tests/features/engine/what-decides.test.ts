/** The engine reads a few reservations of a queue: the core decides on them as it would on all. */
import fc from "fast-check";
import { beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql, transaction } from "@/lib/db";
import { cancel, extend, giveWay, moveToFront, release, start } from "@/lib/domain/actions";
import { accept, type Verdict } from "@/lib/domain/decision";
import { holderOf, nextOf, queueOf } from "@/lib/domain/queue";
import { newReservation } from "@/lib/domain/reservation";
import { settle } from "@/lib/domain/settle";
import { MINUTE } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { type LockedGpu, lockGpu, lockWholeGpu } from "@/lib/reservations/engine/lock";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { giveAccess, makeGpu, makePerson } from "../../support/people";

stopTime();
beforeEach(() => itIs(NOON));

const MOST = 16;
const people: Actor[] = [];
let newcomer: Actor;
beforeAll(async () => {
  for (let each = 0; each < MOST; each++) people.push(await makePerson());
  newcomer = await makePerson();
});

const few = fc.integer({ min: 0, max: 3 });
const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, fc.constant(true));
const waiter = fc.record({
  hours: fc.integer({ min: 1, max: 3 }),
  auto_start: fc.boolean(),
  priority: few,
  enabled: fc.boolean(),
  is_active: fc.boolean(),
  passed_over: rarely,
  reserved: few,
  moved: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, few),
});
/** Minutes from now, from when to when. */
const outage = fc.record({
  from: fc.constantFrom(-300, 0, 60, 150, 200),
  until: fc.constantFrom(null, 210, 400),
});
const scene = fc.record({
  waiters: fc.array(waiter, { maxLength: MOST - 1, size: "max" }),
  /** Minutes since the turn; in use since then, or not yet. */
  holder: fc.option(fc.record({ since: fc.constantFrom(0, 59, 60, 120), uses: fc.boolean() })),
  outages: fc.array(outage, { maxLength: 1 }),
  enabled: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  wish: fc.constantFrom(
    "start",
    "cancel",
    "giveWay",
    "release",
    "extend",
    "moveToFront",
    "reserve",
  ),
  /** Most wishes are about the holder, or whoever is next. */
  about: fc.oneof(fc.constantFrom("holder" as const, "next" as const), fc.nat({ max: MOST - 1 })),
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

const at = (minutes: number | null) =>
  minutes === null ? null : new Date(NOON + minutes * MINUTE);

const QUEUE = `
  WITH w AS (
    SELECT * FROM jsonb_to_recordset($2) AS w(user_id int, hours int, auto_start bool, priority int,
      enabled bool, passed_over bool, reserved timestamptz, moved timestamptz)
  ), a AS (
    INSERT INTO user_gpu_access (user_id, gpu_id, priority, status)
    SELECT user_id, $1, priority, enabled FROM w)
  INSERT INTO reservation (user_id, gpu_id, duration, auto_start, reservation_time, passed_over,
    moved_to_front_at)
  SELECT user_id, $1, hours, auto_start, reserved, passed_over, moved FROM w`;
const HOLD = `
  INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time, turn,
    notification_time, start_time, end_time)
  VALUES ($1, $2, 2, $3, $4, 1, $4, $5, $6)`;

/** Makes a GPU as the scene has it, with the holder as the last of the people. Returns its id. */
async function make({ waiters, holder, outages, enabled }: Scene): Promise<number> {
  const gpu = await makeGpu({ status: enabled });
  const rows = waiters.map(({ reserved, moved, ...each }, index) => ({
    ...each,
    user_id: people[index]?.id,
    reserved: at(reserved - 600),
    moved: at(moved === null ? null : moved - 500),
  }));
  const status = rows.map(({ user_id, is_active }) => ({ user_id, is_active }));
  await sql(
    `UPDATE "user" u SET status = CASE WHEN s.is_active THEN 'ACTIVE' ELSE 'DISABLED' END::account_status
     FROM jsonb_to_recordset($1) AS s(user_id int, is_active bool) WHERE u.id = s.user_id`,
    [JSON.stringify(status)],
  );
  await sql(QUEUE, [gpu, JSON.stringify(rows)]);
  const last = people.at(-1);
  if (holder && last && outages.length === 0) {
    await giveAccess(last, gpu);
    const { since, uses } = holder;
    const use = uses ? [at(-since), at(120 - since)] : [null, null];
    await sql(HOLD, [last.id, gpu, uses ? "ACTIVE" : "NOTIFIED", at(-since), ...use]);
  }
  for (const { from, until } of outages) {
    await sql(
      `INSERT INTO maintenance (gpu_id, begins_at, ends_at, reason, made_by, made_at)
       VALUES ($1, $2, $3, 'fan', $4, $2)`,
      [gpu, at(from), at(until), newcomer.id],
    );
  }
  await giveAccess(newcomer, gpu, { priority: 1 });
  // Access first, then the queue: the copy of the priority is the database's own.
  await sql("UPDATE user_gpu_access SET priority = priority WHERE gpu_id = $1", [gpu]);
  return gpu;
}

function ask(gpu: LockedGpu, { wish }: Scene, id: number): Verdict {
  const { state, now } = gpu;
  if (wish === "start") return start(state, id, policy(), now);
  if (wish === "cancel") return cancel(state, id, "owner", null, now);
  if (wish === "giveWay") return giveWay(state, id, policy(), now);
  if (wish === "release") return release(state, id, "owner", null, now);
  if (wish === "extend") return extend(state, id, 1, 48, now);
  if (wish === "moveToFront") return moveToFront(state, id, now);
  const chosen = { userId: newcomer.id, durationHours: 1, autoStart: false, priority: 1 };
  const after = newReservation({ id: 0, reservedAt: now, ...chosen });
  const reservations = [...state.reservations, after];
  return accept({ state: { ...state, reservations }, steps: [{ event: "reserved", after }] });
}

function aboutWhom({ state }: LockedGpu, { about }: Scene): number {
  const queue = queueOf(state);
  if (about === "holder") return holderOf(state)?.id ?? nextOf(queue)?.id ?? 0;
  return (about === "next" ? nextOf(queue) : queue[about])?.id ?? 0;
}

/** All that would be written. */
function decided(gpu: LockedGpu, scene: Scene, id: number) {
  const due = settle(gpu.state, policy(), gpu.now);
  const verdict = ask({ ...gpu, state: due.state }, scene, id);
  const next = verdict.ok ? settle(verdict.state, policy(), gpu.now) : due;
  const passedOver = (state: LockedGpu["state"]) =>
    state.reservations.filter((each) => each.passedOver).map((each) => each.id);
  const refusal = verdict.ok ? null : verdict.refusal;
  const wished = verdict.ok ? verdict.steps : [];
  const forgiven = passedOver(gpu.state).filter((each) => !passedOver(next.state).includes(each));
  return { due: due.steps, wished, refusal, next: next.steps, forgiven: forgiven.sort() };
}

it("decides on what it reads of a queue as on the whole of it, for any queue and wish", async () => {
  let turns = 0;
  await fc.assert(
    fc.asyncProperty(scene, async (scene) => {
      const gpu = await make(scene);
      const [part, whole, id] = await transaction(async (tx) => {
        const whole = await lockWholeGpu(tx, gpu);
        const id = whole ? aboutWhom(whole, scene) : 0;
        return [await lockGpu(tx, gpu, [id]), whole, id] as const;
      });
      if (!part || !whole) throw new Error("there is no GPU");
      expect(decided(part, scene, id)).toEqual(decided(whole, scene, id));
      turns += decided(part, scene, id).next.length;
    }),
    { numRuns: 250 },
  );
  expect(turns).toBeGreaterThan(20);
}, 60_000);

it("reads few reservations of a long queue, also while maintenance is ahead", async () => {
  const waiters = Array.from({ length: MOST - 1 }, (_, n) => ({
    ...{ hours: 1 + (n % 2), auto_start: false, priority: n, enabled: true, is_active: true },
    ...{ passed_over: false, reserved: n, moved: null },
  }));
  const scene = { waiters, holder: null, enabled: true, wish: "start" as const, about: 0 };
  const read = async (outages: Scene["outages"]) => {
    const gpu = await make({ ...scene, outages });
    const part = await transaction((tx) => lockGpu(tx, gpu));
    return part?.state.reservations.length;
  };
  expect(await read([])).toBe(2);
  expect(await read([{ from: 200, until: 400 }])).toBe(4);
});
