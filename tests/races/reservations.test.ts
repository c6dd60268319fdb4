import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { setGpuEnabled } from "@/lib/gpus/commands";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  startReservation,
} from "@/lib/reservations/commands";
import {
  moveReservationToFront,
  reassignReservation,
  reserveFor,
} from "@/lib/reservations/commands-admin";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { ask, audited, mailed, statuses, stopTime } from "../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../support/people";
import { atOnce, fifty, nothingFailsUnseen } from "./at-once";

stopTime();
nothingFailsUnseen();

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
      refused: { "gpuId: already-reserved": 49 },
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
    for (let index = 0; index < 50; index++) {
      const person = await makePerson();
      await giveAccess(person, gpu);
      people.push(person);
    }
    const outcome = await atOnce(people.map((person) => () => ask(person, gpu)));
    expect(outcome).toEqual({ done: 50, refused: {} });
    const rows = await sql(
      "SELECT status, count(*)::int AS count FROM reservation WHERE gpu_id = $1 GROUP BY 1 ORDER BY 1",
      [gpu],
    );
    expect(rows).toEqual([
      { status: "WAITING", count: 50 - 1 },
      { status: "NOTIFIED", count: 1 },
    ]);
  });

  it("settle a GPU whose turn was not claimed: it expires once and passes on once", async () => {
    const { gpu, ids } = await line();
    await sql(
      "UPDATE reservation SET notification_time = notification_time - interval '1 day' WHERE id = $1",
      [ids[0]],
    );
    expect(await fifty(() => settleGpu(gpu))).toEqual({ done: 50, refused: {} });
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED", "WAITING"]);
    expect(await mailed(ids[0])).toEqual(["your-turn 1", "turn-passed-on 1"]);
    expect(await mailed(ids[1])).toEqual(["your-turn 1"]);
  });

  it("start a turn whose time to claim is over: nobody does, and it passes on once", async () => {
    const { a, ids } = await line();
    await sql(
      "UPDATE reservation SET notification_time = notification_time - interval '1 day' WHERE id = $1",
      [ids[0]],
    );
    expect(await fifty(() => startReservation(a, ids[0]))).toEqual({
      done: 0,
      refused: { "claim-window-over": 50 },
    });
    expect(await statuses(...ids)).toEqual(["EXPIRED", "NOTIFIED", "WAITING"]);
  });

  it("move what waits to one other GPU: it moves once, and one mail tells so", async () => {
    const { ids, b } = await line();
    const admin = await makeAdministrator();
    const gpuId = await makeGpu();
    await giveAccess(b, gpuId);
    const move = () => reassignReservation(admin, { id: ids[1], gpuId, reason: null });
    const { done, refused } = await fifty(move);
    expect(done).toBe(1);
    expect(Object.keys(refused).toSorted()).toEqual(
      ["changed-meanwhile", "gpuId: same-gpu"].filter((code) => code in refused),
    );
    const told = (await mailed(ids[1])).filter((mail) => mail.startsWith("reassigned"));
    expect(told).toHaveLength(1);
  });

  it("move one to the front: it goes first", async () => {
    const { a, ids } = await line();
    const admin = await makeAdministrator();
    const { done } = await fifty(() => moveReservationToFront(admin, ids[2]));
    expect(done).toBe(50);
    await cancelReservation(a, ids[0]);
    expect(await statuses(...ids)).toEqual(["CANCELLED", "WAITING", "NOTIFIED"]);
  });

  it("reserve for somebody: one does", async () => {
    const { gpu, people } = await makeLab(1);
    const admin = await makeAdministrator();
    const wish = { userId: people[0].id, gpuId: gpu, hours: 2, autoStart: false };
    expect(await fifty(() => reserveFor(admin, wish))).toEqual({
      done: 1,
      refused: { "gpuId: user-reserved-already": 49 },
    });
  });

  it("switch a GPU off and on: whoever waits has one turn in the end", async () => {
    const { gpu, people } = await makeLab(1);
    const admin = await makeAdministrator();
    await setGpuEnabled(admin, gpu, false);
    const id = await ask(people[0], gpu);
    const { done } = await fifty((index) => setGpuEnabled(admin, gpu, index % 2 === 0));
    expect(done).toBe(50);
    await setGpuEnabled(admin, gpu, true);
    expect(await statuses(id)).toEqual(["NOTIFIED"]);
    expect(await mailed(id)).toEqual(["your-turn 1"]);
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
});
