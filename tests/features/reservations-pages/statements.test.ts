import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { makeFeed } from "@/lib/calendar/commands";
import { feedUrlOf, readFeed } from "@/lib/calendar/queries";
import { sql } from "@/lib/db";
import { estimatesFor, liveReservationsOf, offerOf } from "@/lib/reservations/live";
import { findVisibleQueue, visibleQueues } from "@/lib/reservations/queries";
import { history } from "@/lib/reservations/queries-history";
import { findReservation } from "@/lib/reservations/queries-reservation";
import { lastDayOf, readingsOf } from "@/lib/stats/queries";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeLab } from "../../support/people";

stopTime();
afterEach(() => vi.restoreAllMocks());

/**
 * Puts `count` people and the viewer into a GPU's queue, and as many ended reservations into the
 * viewer's past; in the database alone, so that no job's statement is counted. Returns the id of
 * the viewer's reservation.
 */
async function crowd(gpu: number, viewer: Actor, count: number): Promise<number> {
  await sql(
    `WITH people AS (
       INSERT INTO "user" (username, name, email, phone, lab, password_hash, status)
       SELECT 'crowd-' || $1::int || '-' || n, 'Crowd ' || n, n || '-' || $1::int || '@crowd.example',
              '8' || $1::int || '-' || n, 'Crowd Lab', '-', 'ACTIVE'
       FROM generate_series(1, $2) AS n RETURNING id
     ), accesses AS (
       INSERT INTO user_gpu_access (user_id, gpu_id) SELECT id, $1::int FROM people
     )
     INSERT INTO reservation (user_id, gpu_id, duration, reservation_time)
     SELECT id, $1::int, 2, now() FROM people`,
    [gpu, count],
  );
  await sql(
    `INSERT INTO reservation
       (user_id, gpu_id, duration, status, reservation_time, end_time, end_cause)
     SELECT $1, $2, 2, 'CANCELLED', now(), now(), 'CANCELLED' FROM generate_series(1, $3)`,
    [viewer.id, gpu, count],
  );
  const [own] = await sql<{ id: number }>(
    `INSERT INTO reservation (user_id, gpu_id, duration, reservation_time)
     VALUES ($1, $2, 2, now()) RETURNING id`,
    [viewer.id, gpu],
  );
  return own?.id ?? 0;
}

/** All that the reserve page reads. */
async function reservePage(viewer: Actor): Promise<void> {
  for (const queue of await visibleQueues(viewer)) {
    offerOf(queue, viewer.id);
    estimatesFor(queue);
  }
  await readingsOf(viewer);
  await history(viewer, 1);
}

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const count = query.mock.calls.length;
  query.mockRestore();
  return count;
}

describe("the number of SQL statements", () => {
  it("is the same for a page with 5 rows and with 500", async () => {
    const counts = async (size: number) => {
      itIs(NOON);
      const { gpu, people } = await makeLab(1);
      const [viewer] = people as [Actor];
      const id = await crowd(gpu, viewer, size);
      await makeFeed(viewer);
      const address =
        String(await feedUrlOf(viewer.id))
          .split("/")
          .at(-1) ?? "";
      const board = await visibleQueues(viewer);
      expect(board[0]?.waiters).toHaveLength(size + 1);
      return [
        await statementsOf(async () => liveReservationsOf(await visibleQueues(viewer), viewer.id)),
        await statementsOf(() => findVisibleQueue(viewer, gpu)),
        await statementsOf(() => reservePage(viewer)),
        await statementsOf(() => lastDayOf(viewer, NOON)),
        await statementsOf(() => findReservation(viewer, id)),
        await statementsOf(() => history(viewer, 2)),
        await statementsOf(() => readFeed(address)),
      ];
    };
    const few = await counts(5);
    expect(few).toEqual([2, 2, 5, 1, 3, 2, 4]);
    expect(await counts(500)).toEqual(few);
  });

  it("leaves estimates for 500 waiting people quick", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const [viewer] = people as [Actor];
    await crowd(gpu, viewer, 500);
    const start = performance.now();
    await findVisibleQueue(viewer, gpu);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
