import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { DAY, HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { usageOfGpu } from "@/lib/usage/queries-gpu";
import { at, NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { makeAdministrator, makeLab } from "../../support/people";
import { reported, turned, usage, used } from "./past";

stopTime();

const MARCH = { from: "2026-03-01", to: "2026-03-31" };
const MIDNIGHT = at("2026-03-01 00:00");

/** A GPU that has been there since February, one user, and it is noon of 2 March. */
async function lab() {
  itIs(NOON);
  const { gpu, people } = await makeLab(1);
  await sql("UPDATE gpu SET created_at = $2 WHERE id = $1", [gpu, new Date(MIDNIGHT - 20 * DAY)]);
  const [person] = people as [Actor];
  const shown = async (query: Record<string, string>) => {
    const { total } = await usage(person, { gpu: String(gpu), ...query });
    return total;
  };
  return { gpu, person, shown };
}

const hours = (milliseconds: number) => milliseconds / HOUR;

describe("hours held", () => {
  it("count only inside the period where a use spans its edge", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT - 3 * HOUR, MIDNIGHT + 5 * HOUR);
    expect(hours((await shown(MARCH)).held)).toBe(5);
    expect(hours((await shown({ from: "2026-02-01", to: "2026-02-28" })).held)).toBe(3);
    expect(hours((await shown({ from: "2026-02-28", to: "2026-03-01" })).held)).toBe(8);
  });

  it("count until now while a use goes on, and until its end once that is past", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, NOON - 2 * HOUR, NOON + 10 * HOUR, "ACTIVE");
    expect(hours((await shown(MARCH)).held)).toBe(2);
    itIs(NOON + HOUR);
    expect(hours((await shown(MARCH)).held)).toBe(3);
    itIs(NOON + 20 * HOUR);
    expect(hours((await shown(MARCH)).held)).toBe(12);
  });

  it("are those of the viewer's days, also where the clocks change", async () => {
    const { gpu, person, shown } = await lab();
    const zone = "America/New_York";
    const day = at("2026-03-08 00:00", zone);
    itIs(day + 5 * DAY);
    await used(person, gpu, day - HOUR, day + 40 * HOUR);
    const of = async (from: string) => hours((await shown({ from, to: from, zone })).held);
    expect([await of("2026-03-07"), await of("2026-03-08"), await of("2026-03-09")]).toEqual([
      1, 23, 17,
    ]);
    expect((await shown({ from: "2026-03-08", to: "2026-03-08", zone })).calendar).toBe(23 * HOUR);
  });

  it("are a share of the time that has passed since the card was there", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT, MIDNIGHT + 9 * HOUR);
    expect(await shown(MARCH)).toMatchObject({ held: 9 * HOUR, calendar: 36 * HOUR });
    await sql("UPDATE gpu SET created_at = $2 WHERE id = $1", [gpu, new Date(NOON)]);
    // It was reserved ten minutes before its first use.
    expect((await shown({ from: "2026-02-01", to: "2026-03-31" })).calendar).toBe(
      36 * HOUR + 10 * MINUTE,
    );
  });
});

describe("hours computing", () => {
  it("are the same on the page of the GPU", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT + HOUR, MIDNIGHT + 3 * HOUR);
    // One sample of ten saw it work: less than what a chart draws as work.
    await reported(gpu, MIDNIGHT + HOUR, 1);
    const { held, measured, computing } = await shown(MARCH);
    const there = await usageOfGpu(person, gpu, MIDNIGHT);
    expect(there).toMatchObject({ held, measured, computing });
    expect(computing).toBe(3 * MINUTE);
  });

  it("are the busy part of each interval, as far as it lies in a use", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT + 45 * MINUTE, MIDNIGHT + 90 * MINUTE);
    await reported(gpu, MIDNIGHT, 10);
    await reported(gpu, MIDNIGHT + 30 * MINUTE, 8);
    await reported(gpu, MIDNIGHT + 60 * MINUTE, 2);
    await reported(gpu, MIDNIGHT + 90 * MINUTE, 10);
    const { measured, computing } = await shown(MARCH);
    expect(measured).toBe(45 * MINUTE);
    expect(computing).toBeCloseTo((15 * 0.8 + 30 * 0.2) * MINUTE, 3);
  });

  it("are not known where nothing was reported, which is not zero", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT, MIDNIGHT + 4 * HOUR);
    expect((await shown(MARCH)).measured).toBe(0);
    await reported(gpu, MIDNIGHT, 0);
    expect(await shown(MARCH)).toMatchObject({ measured: 30 * MINUTE, computing: 0 });
  });

  it("are never more than the hours held, though the intervals were shorter once", async () => {
    const { gpu, person, shown } = await lab();
    await used(person, gpu, MIDNIGHT, MIDNIGHT + HOUR);
    for (let minute = 0; minute < 60; minute += 10) {
      await reported(gpu, MIDNIGHT + minute * MINUTE, 10);
    }
    expect(await shown(MARCH)).toMatchObject({ measured: HOUR, computing: HOUR });
  });
});

describe("turns", () => {
  const expired = (from: Instant, to: Instant) => ({
    status: "EXPIRED",
    reservedAt: from - 4 * HOUR,
    turnAt: from,
    to,
  });

  it("count their wait where the turn is, and expire where they expire", async () => {
    const { gpu, person, shown } = await lab();
    await turned(person, gpu, expired(MIDNIGHT - HOUR, MIDNIGHT));
    await turned(person, gpu, expired(MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR));
    await used(person, gpu, MIDNIGHT + 5 * HOUR, MIDNIGHT + 6 * HOUR);
    expect(await shown({ from: "2026-02-01", to: "2026-02-28" })).toMatchObject({
      turns: 1,
      waited: 4 * HOUR,
      expired: 0,
      uses: 0,
    });
    expect(await shown(MARCH)).toMatchObject({
      turns: 2,
      waited: 4 * HOUR + 10 * MINUTE,
      expired: 2,
      uses: 1,
    });
  });
});

describe("a table of usage", () => {
  it("lists what nobody used too, and every month that has begun", async () => {
    const { gpu, person } = await lab();
    const report = await usage(person, { from: "2026-02-15", to: "2026-12-31" });
    expect(report.rows).toMatchObject([{ key: String(gpu), held: 0 }]);
    const byMonth = await usage(person, { by: "month", from: "1970-01-01", to: "2026-12-31" });
    expect(byMonth.rows.map(({ key }) => key)).toEqual(["2026-03", "2026-02"]);
  });

  it("is sorted and searched as it is asked for", async () => {
    const { gpu, person } = await lab();
    const admin = await makeAdministrator();
    const { people } = await makeLab(1);
    const [other] = people as [Actor];
    await used(person, gpu, MIDNIGHT, MIDNIGHT + HOUR);
    await used(other, gpu, MIDNIGHT + HOUR, MIDNIGHT + 4 * HOUR);
    const asked = { by: "user", gpu: String(gpu), ...MARCH };
    const keys = async (query: Record<string, string>) =>
      (await usage(admin, { ...asked, ...query })).rows.map(({ key }) => Number(key));
    expect(await keys({})).toEqual([other.id, person.id]);
    expect(await keys({ sort: "held" })).toEqual([person.id, other.id]);
    const [{ name = "" } = {}] = await sql(`SELECT name FROM "user" WHERE id = $1`, [person.id]);
    expect(await keys({ search: name.toUpperCase() })).toEqual([person.id]);
    expect(await keys({ user: String(other.id) })).toEqual([other.id]);
    expect(await keys({ lab: "No such lab" })).toEqual([]);
  });

  it.each([
    { from: "9999-12-31", to: "0000-00-00" },
    { from: "1969-12-31", to: "2026-13-01", period: "forever" },
    { from: "9999-12-31", to: "9999-12-31", by: "month" },
    { from: "2026-03-05", to: "2026-03-01" },
    { gpu: "-1", user: "99999999999", lab: "\u0000", search: "\u0000%😀" },
    { gpu: "2147483647", zone: "Mars/Olympus" },
    { zone: "+08:00", sort: "-name; DROP", by: "__proto__" },
    { zone: "\u0000", sort: "toString", page: "NaN" },
  ])("does not mind nonsense: %j", async (query) => {
    const { person } = await lab();
    const report = await usage(person, query as unknown as Record<string, string>);
    expect(report.total.held).toBe(0);
  });
});
