import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import type { RefusalCode } from "@/lib/errors";
import { NOON } from "../../support/core";
import { itIs, row, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { actions, refused, refusedAt, says, send } from "./sending";

const { reserveGpu } = actions;

stopTime();
beforeEach(() => itIs(NOON));

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

  it("refuses a form without its fields, or with nothing chosen", async () => {
    const person = await makePerson();
    expect(await send(person, reserveGpu, {})).toMatchObject({
      ok: false,
      fields: { gpuId: says("required"), hours: says("required") },
    });
    const nothing = await send(person, reserveGpu, { gpuId: "", hours: 1 });
    expect(nothing).toEqual(refusedAt("gpuId", "required"));
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

  it.each(["0", "-1", "1.5", "1e3", "99999999999", "abc", "1; DROP TABLE gpu"])(
    "finds no GPU %j",
    async (gpuId) => {
      const person = await makePerson();
      const answer = await send(person, reserveGpu, { gpuId, hours: 1 });
      expect(answer).toMatchObject({ ok: false, fields: { gpuId: says("not-found") } });
    },
  );
});
