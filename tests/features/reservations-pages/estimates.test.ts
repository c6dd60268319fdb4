import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { giveWayOnce, startReservation } from "@/lib/reservations/commands";
import { liveReservation, liveReservationsOf, offerOf } from "@/lib/reservations/live";
import { findVisibleQueue, visibleQueues } from "@/lib/reservations/queries";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { giveAccess, makeLab, makePerson } from "../../support/people";

stopTime();

async function busyLab() {
  itIs(NOON);
  const { gpu, people } = await makeLab(1, 1, 0);
  const [holder, first, urgent] = people as [Actor, Actor, Actor];
  const held = await ask(holder, gpu, { hours: 4 });
  await startReservation(holder, held);
  const waits = await ask(first, gpu, { hours: 3 });
  itIs(NOON + HOUR);
  await ask(urgent, gpu, { hours: 2 });
  return { gpu, holder, first, urgent, held, waits };
}

const queueFor = async (viewer: Actor, gpu: number) => {
  const queue = await findVisibleQueue(viewer, gpu);
  if (!queue) throw new Error("not visible");
  return queue;
};

describe("the estimated start", () => {
  it("adds up the hours of everyone who is before one in the queue", async () => {
    const { gpu, first, urgent } = await busyLab();
    const { waiters } = await queueFor(first, gpu);
    expect(
      waiters.map(({ place, startsAt, reservation }) => [place, reservation.userId, startsAt]),
    ).toEqual([
      [1, urgent.id, NOON + 4 * HOUR],
      [2, first.id, NOON + 6 * HOUR],
    ]);
  });

  it("is told to each of their own reservation, wherever it is shown", async () => {
    const { first, waits } = await busyLab();
    const [own] = liveReservationsOf(await visibleQueues(first), first.id);
    expect(own).toMatchObject({
      id: waits,
      status: "WAITING",
      expectation: { place: 2, startsAt: NOON + 6 * HOUR },
      obstacle: null,
    });
  });

  it("tells a newcomer of their own priority when they would start", async () => {
    const { gpu } = await busyLab();
    const startOf = async (priority: number) => {
      const newcomer = await makePerson();
      await giveAccess(newcomer, gpu, { priority });
      return offerOf(await queueFor(newcomer, gpu), newcomer.id);
    };
    expect(await startOf(0)).toEqual({ kind: "reservable", startsAt: NOON + 6 * HOUR });
    expect(await startOf(1)).toEqual({ kind: "reservable", startsAt: NOON + 9 * HOUR });
  });

  it("is unknown, and says why, while the GPU is disabled or faulty", async () => {
    const { gpu, first, waits } = await busyLab();
    const obstacle = async () => {
      const own = liveReservation(await queueFor(first, gpu), waits);
      return [own?.obstacle, own?.expectation?.startsAt, own?.expectation?.place];
    };
    await sql("UPDATE gpu SET fault = 'fan' WHERE id = $1", [gpu]);
    expect(await obstacle()).toEqual(["fault", null, 2]);
    await sql("UPDATE gpu SET status = false WHERE id = $1", [gpu]);
    expect(await obstacle()).toEqual(["disabled", null, 2]);
    await giveAccess(first, gpu, { enabled: false });
    expect(await obstacle()).toEqual(["not-eligible", null, 2]);
    expect((await queueFor(first, gpu)).condition).toBe("disabled");
  });
});

describe("what a holder is told", () => {
  it("is until when a turn must be claimed, and to whom it would pass on", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const [person, next] = people as [Actor, Actor];
    const id = await ask(person, gpu);
    const alone = liveReservation(await queueFor(person, gpu), id);
    expect(alone).toMatchObject({
      status: "NOTIFIED",
      deadline: NOON + 60 * MINUTE,
      isOver: false,
      successor: null,
      giveWayRefusal: "nobody-waits",
    });

    await ask(next, gpu);
    const followed = liveReservation(await queueFor(person, gpu), id);
    expect(followed).toMatchObject({ giveWayRefusal: null, successor: { lab: "Test Lab" } });

    await giveWayOnce(person, id);
    const { waiters, holder } = await queueFor(person, gpu);
    expect(holder).toMatchObject({ isUsing: false, until: NOON + 60 * MINUTE });
    expect(waiters.map(({ reservation }) => reservation.id)).toEqual([id]);
  });

  it("is that the deadline has passed, until the worker acts on it", async () => {
    const { gpu, holder, held } = await busyLab();
    itIs(NOON + 4 * HOUR);
    expect(liveReservation(await queueFor(holder, gpu), held)?.isOver).toBe(true);
  });

  it("is by how many hours they may extend, or why not", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const [person, next] = people as [Actor, Actor];
    const id = await ask(person, gpu, { hours: 40 });
    await startReservation(person, id);
    itIs(NOON + 5 * HOUR);
    const extension = async () => liveReservation(await queueFor(person, gpu), id)?.extension;
    expect(await extension()).toEqual({ mostHours: 13 });
    await ask(next, gpu);
    expect(await extension()).toEqual({ refusal: "somebody-waits" });
  });
});
