import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  cancel,
  extend,
  giveWay,
  release,
  reserveGpu,
  start,
} from "@/app/(portal)/reservations/actions";
import { type ActionState, type FormAction, NOTHING_YET } from "@/lib/action-state";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR } from "@/lib/domain/words";
import type { RefusalCode } from "@/lib/errors";
import { translator } from "@/lib/i18n/translator";
import { startReservation } from "@/lib/reservations/commands";
import { NOON } from "../../support/core";
import { ask, itIs, row, statuses, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";

// What belongs to a request: who sent it, in which language, and where its answer leads.
const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("@/lib/web/address", () => ({ clientAddress: async () => "192.0.2.7" }));
vi.mock("next/cache", () => ({ refresh: () => undefined }));
vi.mock("next/navigation", () => ({
  redirect: (to: string) => {
    throw new Error(`leads to ${to}`);
  },
}));
vi.mock("next-intl/server", () => ({
  getTranslations: async (area: "errors") => translator("en", area),
}));

stopTime();
beforeEach(() => itIs(NOON));

type Answer = ActionState | string;

/** Sends a form as somebody (null: a visitor); answers with the form's state or where it leads. */
async function send(
  who: Actor | null,
  action: FormAction,
  fields: Record<string, string | number>,
): Promise<Answer> {
  request.user = who;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value));
  try {
    return await action(NOTHING_YET, form);
  } catch (error) {
    const to = error instanceof Error && /^leads to (.*)$/.exec(error.message)?.[1];
    if (to) return to;
    throw error;
  }
}

const says = (code: RefusalCode, params = {}) => translator("en", "errors")(code, params);

const refused = (code: RefusalCode, params = {}) =>
  expect.objectContaining({ ok: false, message: says(code, params) });

const refusedAt = (field: string, code: RefusalCode, params = {}) =>
  expect.objectContaining({ ok: false, fields: { [field]: says(code, params) } });

const DONE = { ok: true, message: undefined };

const reservationsOf = async ({ id }: Actor) =>
  (await sql("SELECT id FROM reservation WHERE user_id = $1", [id])).length;

describe("reserving", () => {
  it("leads to the new reservation", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const to = await send(person, reserveGpu, { gpuId: gpu, hours: " 2 ", autoStart: "on" });
    expect(to).toMatch(/^\/reservations\/\d+$/);
    expect(await row(Number(String(to).split("/").at(-1)))).toMatchObject({
      duration: 2,
      auto_start: true,
      status: "ACTIVE",
    });
  });

  it("reads digits in full width, as Chinese input methods write them", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const to = await send(person, reserveGpu, { gpuId: gpu, hours: "１２" });
    expect((await row(Number(String(to).split("/").at(-1)))).duration).toBe(12);
  });

  it.each<[string, RefusalCode, object?]>([
    ["", "required"],
    ["   ", "required"],
    ["0", "too-small", { least: 1 }],
    ["-1", "too-small", { least: 1 }],
    ["1.5", "not-whole"],
    ["1e9", "not-whole"],
    ["0x10", "not-whole"],
    ["NaN", "not-a-number"],
    ["Infinity", "not-a-number"],
    ["٣", "not-a-number"],
    ["四", "not-a-number"],
    ["2 h", "not-a-number"],
    ["1 2", "not-a-number"],
    ["9".repeat(400), "not-a-number"],
    ["49", "duration-too-long", { longest: 48 }],
    ["1000000000", "duration-too-long", { longest: 48 }],
    ["9007199254740991", "duration-too-long", { longest: 48 }],
  ])("refuses %j hours, at the field", async (hours, code, params) => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const answer = await send(person, reserveGpu, { gpuId: gpu, hours });
    expect(answer).toEqual(refusedAt("hours", code, params));
    expect(answer).toMatchObject({ values: { hours: hours.slice(0, 2_000) } });
    expect(await reservationsOf(person)).toBe(0);
  });

  it("refuses a form without its fields", async () => {
    const person = await makePerson();
    expect(await send(person, reserveGpu, {})).toMatchObject({
      ok: false,
      fields: { gpuId: says("required"), hours: says("required") },
    });
  });

  it("refuses a second reservation of the same GPU", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    await send(person, reserveGpu, { gpuId: gpu, hours: 1 });
    const again = await send(person, reserveGpu, { gpuId: gpu, hours: 1 });
    expect(again).toEqual(refusedAt("gpuId", "already-reserved"));
  });

  it("refuses one more than the most at a time", async () => {
    const person = await makePerson();
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu(), await makeGpu()];
    for (const gpu of gpus) await giveAccess(person, gpu);
    for (const gpuId of gpus.slice(0, 3)) await send(person, reserveGpu, { gpuId, hours: 1 });
    const answer = await send(person, reserveGpu, { gpuId: gpus[3] ?? 0, hours: 1 });
    expect(answer).toEqual(refused("too-many-live", { most: 3 }));
  });

  it("refuses while the access is disabled", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    await giveAccess(person, gpu, { enabled: false });
    const answer = await send(person, reserveGpu, { gpuId: gpu, hours: 1 });
    expect(answer).toEqual(refused("access-disabled"));
  });

  it("answers for an invisible GPU exactly as for one that does not exist", async () => {
    const stranger = await makePerson();
    const admin = await makeAdministrator();
    const gpu = await makeGpu();
    const absent = await send(stranger, reserveGpu, { gpuId: 2_000_000_000, hours: 1 });
    expect(absent).toEqual(refused("not-found"));
    for (const who of [stranger, admin]) {
      const invisible = await send(who, reserveGpu, { gpuId: gpu, hours: 1 });
      expect(invisible).toMatchObject({ ok: false, message: says("not-found") });
      expect(invisible).not.toHaveProperty("fields");
    }
  });

  it.each(["0", "-1", "1.5", "1e3", "99999999999", "abc", "", "1; DROP TABLE gpu"])(
    "finds no GPU %j",
    async (gpuId) => {
      const person = await makePerson();
      const answer = await send(person, reserveGpu, { gpuId, hours: 1 });
      expect(answer).toMatchObject({ ok: false, fields: { gpuId: says("not-found") } });
    },
  );
});

describe("who may act on a reservation", () => {
  const ACTIONS = { start, giveWay, cancel, release, extend };
  const WHO = ["visitor", "stranger", "other user", "user with disabled access"] as const;
  const cases = WHO.flatMap((who) => Object.keys(ACTIONS).map((name) => [who, name] as const));

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
    const action = ACTIONS[name as keyof typeof ACTIONS];
    const answer = await send(actor, action, { id, hours: 1 });
    expect(answer).toEqual(refused(actor ? "not-found" : "login-required"));
    if (actor) {
      const absent = await send(actor, action, { id: 2_000_000_000, hours: 1 });
      expect(absent).toEqual({ ...(answer as ActionState), values: expect.anything() });
    }
    expect(await row(id)).toEqual(before);
  });

  it("its own user, and administrators", async () => {
    const { gpu, people } = await makeLab(1);
    const [person] = people as [Actor];
    const id = await ask(person, gpu);
    expect(await send(person, start, { id })).toBe(`/reservations/${id}`);
    expect(await send(await makeAdministrator(), release, { id })).toEqual(DONE);
    expect(await row(id)).toMatchObject({ status: "COMPLETED", end_cause: "ENDED_BY_ADMIN" });
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
    const answer = await send(person, start, { id });
    expect(answer).toMatchObject({ ok: false });
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
