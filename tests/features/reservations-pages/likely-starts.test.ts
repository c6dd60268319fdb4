import pg from "pg";
import { describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { makeFeed } from "@/lib/calendar/commands";
import { feedUrlOf, readFeed } from "@/lib/calendar/queries";
import { sql } from "@/lib/db";
import { oneTurn, type Past, pastFrom } from "@/lib/domain/past";
import { DAY, HOUR } from "@/lib/domain/words";
import { startReservation } from "@/lib/reservations/commands";
import { estimatesFor, liveReservationsOf, offerOf } from "@/lib/reservations/live";
import { findVisibleQueue, visibleQueues } from "@/lib/reservations/queries";
import { pastOf } from "@/lib/reservations/queries-past";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeLab } from "../../support/people";

stopTime();

type Ended = { readonly share?: number; readonly cause?: string; readonly days?: number };

/**
 * Uses of 8 h that a user had of a GPU, one a day up to so many days ago. Written as they would
 * stand: the database lets nobody end anything in the past.
 */
async function used(user: Actor, gpu: number, count: number, ended: Ended = {}): Promise<void> {
  const { share = 1, cause = "RELEASED", days = 1 } = ended;
  await sql(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, turn, end_cause, priority)
     SELECT $1, $2, 8, 'COMPLETED', at, at, at, at + $3 * interval '8 hours', 1, $4, 1
     FROM (SELECT $5::timestamptz - n * interval '1 day' AS at FROM generate_series(1, $6::int) n) d`,
    [user.id, gpu, share, cause, new Date(NOON - (days - 1) * DAY), count],
  );
}

/** One uses a GPU for 8 h from noon on, another waits, a third is not in the queue. */
async function scene() {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1, 1);
  const [holder, waiter, newcomer] = people as [Actor, Actor, Actor];
  return { gpu, holder, waiter, newcomer };
}

async function fill({ gpu, holder, waiter }: Awaited<ReturnType<typeof scene>>) {
  await startReservation(holder, await ask(holder, gpu, { hours: 8 }));
  await ask(waiter, gpu, { hours: 8 });
}

/** After how many hours the waiter likely starts, and at full use. */
async function told(viewer: Actor): Promise<(number | null)[]> {
  const [own] = liveReservationsOf(await visibleQueues(viewer), viewer.id);
  const { startsAt = null, fullUseAt = null } = own?.expectation ?? {};
  return [startsAt, fullUseAt].map((at) => at && (at - NOON) / HOUR);
}

describe("the likely start", () => {
  it("is that of full use while the GPU has no past", async () => {
    const lab = await scene();
    await fill(lab);
    expect(await told(lab.waiter)).toEqual([8, 8]);
  });

  it("comes sooner where people released the GPU early, and the full use stays beside it", async () => {
    const lab = await scene();
    await used(lab.holder, lab.gpu, 60, { share: 0.25 });
    await fill(lab);
    expect(await told(lab.waiter)).toEqual([2.25, 8]);
  });

  it("is the same in the queue, on the form, and for a newcomer after those who are ahead", async () => {
    const lab = await scene();
    await used(lab.holder, lab.gpu, 60, { share: 0.25 });
    await fill(lab);
    const queue = await findVisibleQueue(lab.newcomer, lab.gpu);
    if (!queue) throw new Error("not visible");
    expect(queue.waiters[0]?.startsAt).toBe(NOON + 2.25 * HOUR);
    const [estimate] = estimatesFor(queue).byUser;
    expect(estimate).toMatchObject({ place: 2, fullUseAt: NOON + 16 * HOUR });
    expect(estimate?.startsAt).toBeGreaterThan(NOON + 4 * HOUR);
    expect(estimate?.startsAt).toBeLessThan(NOON + 6 * HOUR);
    expect(offerOf(queue, lab.newcomer.id)).toMatchObject({ startsAt: estimate?.startsAt });
  });

  it("says nothing of what the same people did on another GPU", async () => {
    const lab = await scene();
    const other = await makeLab(1);
    await used(lab.holder, other.gpu, 60, { share: 0.25 });
    await fill(lab);
    expect(await told(lab.waiter)).toEqual([8, 8]);
  });

  it.each(["ENDED_BY_ADMIN", "MAINTENANCE"])("leaves out uses that %s cut short", async (cause) => {
    const lab = await scene();
    await used(lab.holder, lab.gpu, 60, { share: 0.25, cause });
    await fill(lab);
    expect(await told(lab.waiter)).toEqual([8, 8]);
  });

  it("forgets what is older than half a year, and keeps to the newest hundred", async () => {
    const lab = await scene();
    await used(lab.holder, lab.gpu, 60, { share: 0.25, days: 181 });
    await fill(lab);
    expect(await told(lab.waiter)).toEqual([8, 8]);
    await used(lab.holder, lab.gpu, 100, { share: 1, days: 1 });
    await used(lab.holder, lab.gpu, 60, { share: 0.1, days: 102 });
    expect(await told(lab.waiter)).toEqual([8, 8]);
  });

  it("is not what calendars hold, which ask too seldom for what moves with every release", async () => {
    const lab = await scene();
    await used(lab.holder, lab.gpu, 60, { share: 0.25 });
    await fill(lab);
    await makeFeed(lab.waiter);
    const address = String(await feedUrlOf(lab.waiter.id)).split("/");
    const stamp = new Date(NOON + 8 * HOUR).toISOString().replace(/[-:]|\.\d+/g, "");
    expect(await readFeed(address.at(-1) ?? "")).toContain(`DTSTART:${stamp}`);
  });
});

type Turn = Record<"user_id" | "duration" | "priority", number> &
  Record<"notification_time" | "end_time", Date> & { readonly start_time: Date | null };

const toTurn = (row: Turn) =>
  oneTurn({
    userId: row.user_id,
    durationHours: row.duration,
    priority: row.priority,
    notifiedAt: row.notification_time.getTime(),
    startsAt: row.start_time?.getTime() ?? null,
    endsAt: row.end_time.getTime(),
  });

describe("what is known of a GPU", () => {
  it("is what the core makes of each of its turns, as the replay of a trace counts them", async () => {
    const { gpu, holder, waiter, newcomer } = await scene();
    await used(holder, gpu, 30, { share: 0.25 });
    await used(waiter, gpu, 30, { share: 0.5, days: 40 });
    await sql(
      `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
         notification_time, end_time, turn, end_cause, priority)
       SELECT $1, $2, 3, 'EXPIRED', at, at, at + n * interval '7 minutes', 1, 'CLAIM_WINDOW_CLOSED', 0
       FROM (SELECT n, $3::timestamptz - n * interval '25 hours' AS at
             FROM generate_series(3, 9) n) d`,
      [newcomer.id, gpu, new Date(NOON)],
    );
    const turns = await sql<Turn>("SELECT * FROM reservation WHERE gpu_id = $1", [gpu]);
    const counted = pastFrom(turns.map(toTurn), NOON);
    const lines = ({ habits, crowd }: Past) =>
      [[0, habits.all] as const, ...habits.byLength, ...habits.byUser, ...crowd]
        .map(([whose, known]) => JSON.stringify([whose, known]))
        .map((line) => line.replace(/\.\d+/g, (decimals) => decimals.slice(0, 7)))
        .sort();
    const read = (await pastOf([gpu], NOON)).get(gpu);
    expect(turns).toHaveLength(67);
    expect(read && lines(read)).toEqual(lines(counted));
  });
});

type Node = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Node[] };

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

describe("what is read for it", () => {
  it("is a bounded part of the past, found by an index however long the past is", async () => {
    const lab = await scene();
    await sql(
      `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
         notification_time, start_time, end_time, turn, end_cause)
       SELECT $1, $2, 1, 'COMPLETED', at, at, at, at + interval '1 minute', 1, 'RELEASED'
       FROM (SELECT $3::timestamptz - n * interval '2 minutes' AS at
             FROM generate_series(1, 3000) n) d`,
      [lab.holder.id, lab.gpu, new Date(NOON)],
    );
    await sql("ANALYZE reservation");
    const query = vi.spyOn(pg.Client.prototype, "query");
    const past = await pastOf([lab.gpu], NOON);
    const [text, values] = query.mock.calls[0] as unknown as [string, unknown[]];
    query.mockRestore();
    expect(past.get(lab.gpu)?.habits.all.turns).toBe(100);
    const plan = await sql(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
    const nodes = nodesOf(plan[0]?.["QUERY PLAN"][0].Plan);
    const onPast = nodes.filter((node) => node["Relation Name"] === "reservation");
    expect(onPast.map((node) => node["Index Name"])).toEqual(["reservation_turn_idx"]);
    expect(onPast[0]?.["Actual Rows"]).toBe(100);
  });
});
