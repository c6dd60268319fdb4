import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { releaseReservation, startReservation } from "@/lib/reservations/commands";
import { liveReservationsOf, offerOf } from "@/lib/reservations/live";
import { connectionInfo, findVisibleQueue, visibleQueues } from "@/lib/reservations/queries";
import { history } from "@/lib/reservations/queries-history";
import { findReservation } from "@/lib/reservations/queries-reservation";
import { NOON } from "../../support/core";
import { ask, itIs, refusal, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";

stopTime();

const NO_SUCH_ID = 2_000_000_000;

type Cast = Record<"holder" | "waiter" | "barred" | "stranger" | "admin", Actor>;
let gpu: number;
let cast: Cast;
let held: number;
let waiting: number;

beforeAll(async () => {
  itIs(NOON);
  const lab = await makeLab(1, 1, 1);
  gpu = lab.gpu;
  const [holder, waiter, barred] = lab.people as [Actor, Actor, Actor];
  await giveAccess(barred, gpu, { enabled: false });
  const stranger = await makePerson();
  await giveAccess(stranger, await makeGpu());
  cast = { holder, waiter, barred, stranger, admin: await makeAdministrator() };
  held = await ask(holder, gpu);
  waiting = await ask(waiter, gpu);
  await startReservation(holder, held);
});

const removeAccess = ({ id }: Actor, gpuId: number) =>
  sql("DELETE FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2", [id, gpuId]);

describe("a GPU with its queue", () => {
  const SEES = { holder: true, waiter: true, barred: true, stranger: false, admin: true };

  it.each(Object.entries(SEES))("is there for the %s: %s", async (who, sees) => {
    const viewer = cast[who as keyof Cast];
    const ids = (await visibleQueues(viewer)).map((queue) => queue.gpu.id);
    expect(ids.includes(gpu)).toBe(sees);
    expect((await findVisibleQueue(viewer, gpu)) !== null).toBe(sees);
  });

  it("does not differ from one that does not exist", async () => {
    expect(await findVisibleQueue(cast.stranger, gpu)).toBe(null);
    expect(await findVisibleQueue(cast.stranger, NO_SUCH_ID)).toBe(null);
    expect(await connectionInfo(cast.stranger, gpu)).toBe(null);
    expect(await connectionInfo(cast.stranger, NO_SUCH_ID)).toBe(null);
  });

  it("names who holds it and who waits by name and lab, and by nothing else", async () => {
    const queue = await findVisibleQueue(cast.barred, gpu);
    const person = { name: expect.stringMatching(/^Person /), lab: "Test Lab" };
    expect([...(queue?.people.values() ?? [])]).toEqual([person, person]);
    const everything = JSON.stringify([queue, ...(queue?.people.values() ?? [])]);
    const secrets = await sql(`SELECT username, email, phone FROM "user"`);
    for (const secret of secrets.flatMap(Object.values)) expect(everything).not.toContain(secret);
  });

  it("offers a reservation to those whose access is enabled", async () => {
    const offers = async (viewer: Actor) => {
      const queue = await findVisibleQueue(viewer, gpu);
      return queue && offerOf(queue, viewer.id).kind;
    };
    expect(await offers(cast.waiter)).toBe("reserved");
    expect(await offers(cast.barred)).toBe("access-disabled");
    expect(await offers(cast.admin)).toBe("no-access");
    const newcomer = await makePerson();
    await giveAccess(newcomer, gpu);
    expect(await offers(newcomer)).toBe("reservable");
  });

  it("offers nothing to whom no whole hour is left", async () => {
    const slow = await makePerson({ time_multiplier: 0.01 });
    await giveAccess(slow, gpu);
    const [queue] = await visibleQueues(slow);
    expect(queue && offerOf(queue, slow.id).kind).toBe("no-hours");
  });
});

describe("the connection info", () => {
  it("is for the holder of a running use and for administrators", async () => {
    expect(await connectionInfo(cast.holder, gpu)).toBe("ssh gpu.example.org");
    expect(await connectionInfo(cast.admin, gpu)).toBe("ssh gpu.example.org");
    expect(await connectionInfo(cast.waiter, gpu)).toBe(null);
    expect(await connectionInfo(cast.barred, gpu)).toBe(null);
  });

  it("is not there before the start, nor after the end", async () => {
    itIs(NOON);
    const { gpu: other, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, other);
    expect(await connectionInfo(person, other)).toBe(null);
    await startReservation(person, id);
    expect(await connectionInfo(person, other)).toBe("ssh gpu.example.org");
    itIs(NOON + HOUR);
    await releaseReservation(person, id);
    expect(await connectionInfo(person, other)).toBe(null);
  });

  it("is part of no queue and no reservation", async () => {
    const queue = JSON.stringify(await findVisibleQueue(cast.holder, gpu));
    const found = JSON.stringify(await findReservation(cast.holder, held));
    expect(queue + found).not.toContain("ssh gpu.example.org");
  });
});

describe("a reservation", () => {
  it("is there for its own user and for administrators", async () => {
    const seers = async (id: number) => {
      const entries = Object.entries(cast);
      const found = await Promise.all(entries.map(([, viewer]) => findReservation(viewer, id)));
      return entries.filter((_, index) => found[index]).map(([who]) => who);
    };
    expect(await seers(held)).toEqual(["holder", "admin"]);
    expect(await seers(waiting)).toEqual(["waiter", "admin"]);
    expect(await seers(NO_SUCH_ID)).toEqual([]);
  });

  it("tells an administrator whose it is", async () => {
    const found = await findReservation(cast.admin, waiting);
    expect(found?.details.userId).toBe(cast.waiter.id);
    expect(found?.owner.lab).toBe("Test Lab");
    expect(found?.live?.expectation?.place).toBe(1);
  });
});

describe("when a GPU is not visible any more", () => {
  it("takes its reservations, its history and every answer about them along", async () => {
    itIs(NOON);
    const { gpu: lost, people } = await makeLab(1, 1);
    const [person, other] = people as [Actor, Actor];
    const past = await ask(person, lost);
    await startReservation(person, past);
    await releaseReservation(person, past);
    await ask(other, lost);
    const live = await ask(person, lost);
    expect((await history(person, 1)).reservations).toHaveLength(1);

    await removeAccess(person, lost);
    expect(await visibleQueues(person)).toEqual([]);
    expect(liveReservationsOf(await visibleQueues(person), person.id)).toEqual([]);
    expect(await history(person, 1)).toEqual({ reservations: [], page: 1, pages: 1 });
    expect(await findReservation(person, past)).toBe(null);
    expect(await findReservation(person, live)).toBe(null);
    expect(await refusal(startReservation(person, live))).toBe("not-found");
    expect(await refusal(ask(person, lost))).toBe("not-found");
  });
});
