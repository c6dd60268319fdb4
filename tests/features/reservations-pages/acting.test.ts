import { beforeEach, describe, expect, it } from "vitest";
import type { ActionState } from "@/lib/action-state";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeLab, makePerson } from "../../support/people";
import { actions, DONE, refused, refusedAt, send } from "./sending";

const { cancel, extend, giveWay, release, start } = actions;

stopTime();
beforeEach(() => itIs(NOON));

describe("who may act on a reservation", () => {
  const NAMES = ["start", "giveWay", "cancel", "release", "extend"] as const;
  const WHO = ["visitor", "stranger", "other user", "user with disabled access"] as const;
  const cases = WHO.flatMap((who) => NAMES.map((name) => [who, name] as const));

  it.each(cases)("not a %s: %s", async (who, name) => {
    const { gpu, people } = await makeLab(1, 1, 1);
    const [holder, other, barred] = people as [Actor, Actor, Actor];
    await giveAccess(barred, gpu, { enabled: false });
    const id = await ask(holder, gpu);
    const actor = {
      visitor: null,
      stranger: await makePerson(),
      "other user": other,
      "user with disabled access": barred,
    }[who];
    const before = await row(id);
    const action = actions[name];
    const answer = await send(actor, action, { id, hours: 1 });
    expect(answer).toEqual(refused(actor ? "not-found" : "login-required"));
    if (actor) {
      const absent = await send(actor, action, { id: 2_000_000_000, hours: 1 });
      expect(absent).toEqual({ ...(answer as ActionState), values: expect.anything() });
    }
    expect(await row(id)).toEqual(before);
  });

  it("its own user, and administrators, who end it elsewhere with a reason", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const admin = await makeAdministrator();
    const id = await ask(person, gpu);
    expect(await send(admin, start, { id })).toBe(`/reservations/${id}`);
    expect(await send(admin, release, { id })).toEqual(refusedAt("reason", "required"));
    expect(await send(person, release, { id })).toEqual(DONE);
    expect(await row(id)).toMatchObject({ status: "COMPLETED", end_cause: "RELEASED" });
  });
});

describe("acting on a turn or a use", () => {
  it("starts, and leads to where the connection info stands", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, gpu);
    expect(await send(person, start, { id })).toBe(`/reservations/${id}`);
    expect(await statuses(id)).toEqual(["ACTIVE"]);
  });

  it("starts once, however many tabs press at the same time", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, gpu);
    const answers = await Promise.all([1, 2, 3].map(() => send(person, start, { id })));
    expect(answers.filter((answer) => answer === `/reservations/${id}`)).toHaveLength(1);
    expect(answers).toContainEqual(refused("already-started"));
    const [events] = await sql(
      `SELECT count(*)::int AS count FROM audit_log
       WHERE subject_type = 'reservation' AND subject_id = $1 AND action = 'reservation.started'`,
      [id],
    );
    expect(events?.count).toBe(1);
  });

  it("says that the turn has passed on, even before the worker noticed", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, gpu);
    itIs(NOON + 2 * HOUR);
    expect(await send(person, start, { id })).toEqual(refused("claim-window-over"));
    expect(await statuses(id)).toEqual(["EXPIRED"]);
  });

  it("says so when the state has just changed", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [person, next] = people as [Actor, Actor];
    const id = await ask(person, gpu);
    const waits = await ask(next, gpu);
    expect(await send(next, start, { id: waits })).toEqual(refused("not-your-turn"));
    expect(await send(next, release, { id: waits })).toEqual(refused("not-active"));
    await startReservation(person, id);
    expect(await send(person, cancel, { id })).toEqual(refused("not-waiting"));
    expect(await send(person, giveWay, { id })).toEqual(refused("not-your-turn"));
    expect(await send(person, extend, { id, hours: 1 })).toEqual(refused("somebody-waits"));
    expect(await send(next, cancel, { id: waits })).toEqual(DONE);
    expect(await send(next, cancel, { id: waits })).toEqual(refused("already-ended"));
    expect(await send(person, release, { id })).toEqual(DONE);
    expect(await send(person, release, { id })).toEqual(refused("already-ended"));
  });

  it("lets the next one go first, once", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [person, next] = people as [Actor, Actor];
    const id = await ask(person, gpu);
    expect(await send(person, giveWay, { id })).toEqual(refused("nobody-waits"));
    const other = await ask(next, gpu);
    expect(await send(person, giveWay, { id })).toEqual(DONE);
    expect(await statuses(id, other)).toEqual(["WAITING", "NOTIFIED"]);
  });

  it("extends by whole hours up to the longest reservation", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, gpu, { hours: 40 });
    await startReservation(person, id);
    expect(await send(person, extend, { id, hours: 9 })).toEqual(refused("extension-too-long"));
    expect(await send(person, extend, { id, hours: 1e15 })).toEqual(refused("extension-too-long"));
    expect(await send(person, extend, { id, hours: "1.5" })).toEqual(
      refusedAt("hours", "not-whole"),
    );
    expect(await send(person, extend, { id, hours: 8 })).toEqual(DONE);
    expect(await row(id)).toMatchObject({ duration: 48, status: "ACTIVE" });
  });
});
