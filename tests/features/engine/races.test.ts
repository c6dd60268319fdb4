import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { ask, audited, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";

stopTime();

const CALLERS = 50;
type Outcome = { done: number; refused: Record<string, number> };

/** Calls all at once. Anything but success or a Refusal fails the test. */
async function atOnce(calls: (() => Promise<unknown>)[]): Promise<Outcome> {
  const results = await Promise.allSettled(calls.map((call) => call()));
  const outcome: Outcome = { done: 0, refused: {} };
  for (const result of results) {
    if (result.status === "fulfilled") outcome.done++;
    else if (!(result.reason instanceof Refusal)) throw result.reason;
    else {
      const { code } = result.reason;
      outcome.refused[code] = (outcome.refused[code] ?? 0) + 1;
    }
  }
  return outcome;
}

const fifty = (call: () => Promise<unknown>) => atOnce(Array.from({ length: CALLERS }, () => call));

/** A has the turn, B and C wait. */
async function line() {
  const { gpu, people } = await makeLab(1, 1, 1);
  const [a, b, c] = people;
  const ids = [await ask(a, gpu), await ask(b, gpu), await ask(c, gpu)] as const;
  return { gpu, a, b, c, ids };
}

describe("fifty at once", () => {
  it("start one turn: one does, the others hear that it has started", async () => {
    const { a, ids } = await line();
    expect(await fifty(() => startReservation(a, ids[0]))).toEqual({
      done: 1,
      refused: { "already-started": 49 },
    });
    const starts = (await audited(ids[0])).filter((entry) => entry.includes("started"));
    expect(starts).toHaveLength(1);
  });

  it("reserve one GPU for one user: one reservation", async () => {
    const { gpu, people } = await makeLab(1);
    expect(await fifty(() => ask(people[0], gpu))).toEqual({
      done: 1,
      refused: { "already-reserved": 49 },
    });
  });

  it("decline one turn: it passes on once, to one", async () => {
    const { a, ids } = await line();
    expect(await fifty(() => cancelReservation(a, ids[0]))).toEqual({
      done: 1,
      refused: { "already-ended": 49 },
    });
    expect(await statuses(...ids)).toEqual(["CANCELLED", "NOTIFIED", "WAITING"]);
  });

  it("let the next one go first: one step back", async () => {
    const { a, ids } = await line();
    expect(await fifty(() => giveWayOnce(a, ids[0]))).toEqual({
      done: 1,
      refused: { "not-your-turn": 49 },
    });
    expect(await statuses(...ids)).toEqual(["WAITING", "NOTIFIED", "WAITING"]);
  });

  it("release one use: the next one has one turn", async () => {
    const { a, ids } = await line();
    await startReservation(a, ids[0]);
    expect(await fifty(() => releaseReservation(a, ids[0]))).toEqual({
      done: 1,
      refused: { "already-ended": 49 },
    });
    expect(await statuses(...ids)).toEqual(["COMPLETED", "NOTIFIED", "WAITING"]);
  });

  it("extend one use: no more than the longest reservation lies ahead", async () => {
    const { gpu, people } = await makeLab(1);
    const id = await ask(people[0], gpu, { hours: 46, autoStart: true });
    expect(await fifty(() => extendReservation(people[0], id, 1))).toEqual({
      done: 2,
      refused: { "extension-too-long": 48 },
    });
  });

  it("settle a GPU whose holder's time is up: one end, one turn, one mail each", async () => {
    const { gpu, a, ids } = await line();
    await startReservation(a, ids[0]);
    await sql(
      `UPDATE reservation SET start_time = start_time - interval '3 hours',
         notification_time = notification_time - interval '3 hours',
         end_time = end_time - interval '3 hours' WHERE id = $1`,
      [ids[0]],
    );
    expect(await fifty(() => settleGpu(gpu))).toEqual({ done: 50, refused: {} });
    expect(await statuses(...ids)).toEqual(["COMPLETED", "NOTIFIED", "WAITING"]);
    const mails = await sql(
      `SELECT kind FROM notification
       WHERE reservation_id = ANY($1) AND kind <> 'calendar-updated' ORDER BY id`,
      [ids],
    );
    expect(mails.map(({ kind }) => kind)).toEqual(["your-turn", "ended", "your-turn"]);
  });

  it("different users reserve one free GPU: one turn, and the queue in order", async () => {
    const gpu = await makeGpu();
    const people: Actor[] = [];
    for (let index = 0; index < CALLERS; index++) {
      const person = await makePerson();
      await giveAccess(person, gpu);
      people.push(person);
    }
    const outcome = await atOnce(people.map((person) => () => ask(person, gpu)));
    expect(outcome).toEqual({ done: CALLERS, refused: {} });
    const rows = await sql(
      "SELECT status, count(*)::int AS count FROM reservation WHERE gpu_id = $1 GROUP BY 1 ORDER BY 1",
      [gpu],
    );
    expect(rows).toEqual([
      { status: "WAITING", count: CALLERS - 1 },
      { status: "NOTIFIED", count: 1 },
    ]);
  });
});

describe("at the cap of three live reservations", () => {
  it("twenty reserves of one user on twenty GPUs leave exactly three", async () => {
    const person = await makePerson();
    const gpus: number[] = [];
    for (let index = 0; index < 20; index++) {
      const gpu = await makeGpu();
      await giveAccess(person, gpu);
      gpus.push(gpu);
    }
    expect(await atOnce(gpus.map((gpu) => () => ask(person, gpu)))).toEqual({
      done: 3,
      refused: { "too-many-live": 17 },
    });
    const [live] = await sql(
      "SELECT count(*)::int AS count FROM reservation WHERE user_id = $1 AND status <> 'CANCELLED'",
      [person.id],
    );
    expect(live).toEqual({ count: 3 });
  });
});

describe("opposite wishes at once", () => {
  it("start and administrator's cancel: whichever came first, never both", async () => {
    const admin = await makeAdministrator();
    for (let round = 0; round < 10; round++) {
      const { a, ids } = await line();
      const outcome = await atOnce([
        () => startReservation(a, ids[0]),
        () => cancelReservation(admin, ids[0], "maintenance"),
      ]);
      expect(outcome.done).toBe(1);
      const [first, second] = await statuses(...ids);
      expect(["ACTIVE WAITING", "CANCELLED NOTIFIED"]).toContain(`${first} ${second}`);
    }
  });

  it("anybody doing anything on several GPUs ends, without a deadlock and with the rules kept", async () => {
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu()] as const;
    const people: Actor[] = [];
    for (let index = 0; index < 6; index++) {
      const person = await makePerson();
      for (const gpu of gpus) await giveAccess(person, gpu, { priority: index % 3 });
      people.push(person);
    }
    // A small generator of its own, so that a failure can be played again.
    let seed = 20_260_302;
    const below = (bound: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * bound);
    };
    const own = async (person: Actor, gpu: number) => {
      const [live] = await sql<{ id: number }>(
        `SELECT id FROM reservation WHERE user_id = $1 AND gpu_id = $2 ORDER BY id DESC LIMIT 1`,
        [person.id, gpu],
      );
      return live?.id ?? 0;
    };
    const deeds: ((person: Actor, gpu: number) => Promise<unknown>)[] = [
      (person, gpu) => ask(person, gpu, { autoStart: person.id % 2 === 0 }),
      (person, gpu) => ask(person, gpu),
      async (person, gpu) => startReservation(person, await own(person, gpu)),
      async (person, gpu) => releaseReservation(person, await own(person, gpu)),
      async (person, gpu) => cancelReservation(person, await own(person, gpu)),
      async (person, gpu) => giveWayOnce(person, await own(person, gpu)),
      async (person, gpu) => extendReservation(person, await own(person, gpu), 1),
      (_person, gpu) => settleGpu(gpu),
      (person, gpu) => giveAccess(person, gpu, { priority: below(3), enabled: below(4) > 0 }),
      (_person, gpu) => sql("UPDATE gpu SET status = NOT status WHERE id = $1", [gpu]),
      (person) =>
        sql(`UPDATE "user" SET phone = phone || '1' WHERE id = $1 AND length(phone) < 16`, [
          person.id,
        ]),
    ];
    for (let round = 0; round < 8; round++) {
      const calls = Array.from({ length: 40 }, () => {
        const deed = deeds[below(deeds.length)];
        const person = people[below(people.length)];
        const gpu = gpus[below(gpus.length)];
        return async () => deed && person && gpu && deed(person, gpu);
      });
      await atOnce(calls);
    }
    const doubleHolders = await sql(
      `SELECT gpu_id FROM reservation WHERE status IN ('NOTIFIED', 'ACTIVE') GROUP BY 1 HAVING count(*) > 1`,
    );
    expect(doubleHolders).toEqual([]);
    await sql("UPDATE gpu SET status = true WHERE id = ANY($1)", [gpus]);
    for (const gpu of gpus) await settleGpu(gpu);
    const idle = await sql(
      `SELECT w.gpu_id FROM reservation w
       JOIN user_gpu_access a ON a.user_id = w.user_id AND a.gpu_id = w.gpu_id AND a.status
       WHERE w.status = 'WAITING' AND w.gpu_id = ANY($1) AND NOT EXISTS
         (SELECT FROM reservation h WHERE h.gpu_id = w.gpu_id AND h.status IN ('NOTIFIED', 'ACTIVE'))`,
      [gpus],
    );
    expect(idle).toEqual([]);
  }, 60_000);
});
