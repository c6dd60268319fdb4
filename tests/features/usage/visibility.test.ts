import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { NO_USAGE } from "@/lib/domain/usage";
import { HOUR } from "@/lib/domain/words";
import { usageFile } from "@/lib/usage/file";
import { usageOfGpu } from "@/lib/usage/queries-gpu";
import { at, NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makePerson } from "../../support/people";
import { reported, turned, usage, used } from "./past";

stopTime();

const MARCH = { from: "2026-03-01", to: "2026-03-31" };
const DAWN = at("2026-03-01 06:00");

let shared: number;
let hidden: number;
let viewer: Actor;
let other: Actor;
let admin: Actor;

// Both used both cards; then one card was hidden from the viewer.
beforeAll(async () => {
  itIs(NOON);
  shared = await makeGpu();
  hidden = await makeGpu();
  await sql("UPDATE gpu SET created_at = $1 WHERE id = ANY($2)", [
    new Date(DAWN - HOUR),
    [shared, hidden],
  ]);
  viewer = await makePerson();
  other = await makePerson();
  admin = await makeAdministrator();
  await giveAccess(viewer, shared);
  await giveAccess(other, shared);
  await giveAccess(other, hidden);
  for (const gpu of [shared, hidden]) {
    await used(viewer, gpu, DAWN, DAWN + 2 * HOUR);
    await used(other, gpu, DAWN + 2 * HOUR, DAWN + 5 * HOUR);
    await reported(gpu, DAWN, 5);
    const [turnAt, to] = [DAWN + 6 * HOUR, DAWN + 7 * HOUR];
    await turned(other, gpu, { status: "EXPIRED", reservedAt: DAWN, turnAt, to });
  }
});

beforeEach(() => itIs(NOON));

it("nothing is told of the use of a GPU that somebody does not see", async () => {
  expect(await usageOfGpu(viewer, shared, DAWN)).toMatchObject({ held: 5 * HOUR, own: 2 * HOUR });
  expect(await usageOfGpu(viewer, hidden, DAWN)).toEqual(NO_USAGE);
  expect(await usageOfGpu(admin, hidden, DAWN)).toMatchObject({ held: 5 * HOUR });
});

/** Everything that somebody is told, whatever they ask. */
async function everythingTold(who: Actor): Promise<string> {
  const asked: Record<string, string>[] = [
    {},
    { by: "user" },
    { by: "lab" },
    { by: "month" },
    { by: "user", user: String(other.id) },
    { by: "month", user: String(viewer.id) },
    { gpu: String(hidden) },
    { by: "lab", lab: "Test Lab", gpu: String(shared) },
    { search: "Person" },
  ];
  const reports = [];
  for (const query of asked) {
    const report = await usage(who, { ...MARCH, ...query });
    reports.push({ report, file: usageFile(report, "en", who.isAdmin) });
  }
  return JSON.stringify(reports);
}

const held = ({ held, own }: { held: number; own: number }) => [held / HOUR, own / HOUR];

describe("a user", () => {
  it("sees what each visible GPU comes to, and their own part of it", async () => {
    const { rows, total, gpus } = await usage(viewer, MARCH);
    expect(rows.map((row) => [row.key, ...held(row)])).toEqual([[String(shared), 5, 2]]);
    expect(total).toMatchObject({ expired: 1, uses: 2, turns: 3 });
    expect(gpus.map(({ id }) => id)).toEqual([shared]);
    const months = await usage(viewer, { ...MARCH, by: "month" });
    expect(months.rows.map((row) => [row.key, ...held(row)])).toEqual([["2026-03", 5, 2]]);
  });

  it("may look at their own alone", async () => {
    const { total, person } = await usage(viewer, { ...MARCH, user: String(viewer.id) });
    expect(held(total)).toEqual([2, 2]);
    expect(total).toMatchObject({ expired: 0, uses: 1, turns: 1 });
    expect(person?.id).toBe(viewer.id);
  });

  it("sees nothing of other people, by whatever they ask for", async () => {
    const [{ name: theirName = "" } = {}] = await sql(`SELECT name FROM "user" WHERE id = $1`, [
      other.id,
    ]);
    expect(await everythingTold(viewer)).not.toContain(theirName);
    expect(await everythingTold(admin)).toContain(theirName);
    const plain = await usage(viewer, MARCH);
    expect((await usage(viewer, { ...MARCH, by: "user" })).rows).toEqual(plain.rows);
    expect((await usage(viewer, { ...MARCH, by: "lab" })).rows).toEqual(plain.rows);
    expect((await usage(viewer, { ...MARCH, user: String(other.id) })).total).toEqual(plain.total);
    expect((await usage(viewer, { ...MARCH, lab: "Nobody’s" })).total).toEqual(plain.total);
  });

  it("cannot tell a GPU that is hidden from one that does not exist", async () => {
    const of = async (gpu: number) => ({ ...(await usage(viewer, { ...MARCH, gpu: `${gpu}` })) });
    expect(await of(hidden)).toEqual(await of(2_000_000_000));
  });

  it("is told the same whatever happened on a GPU that is hidden", async () => {
    const before = await everythingTold(viewer);
    await used(viewer, hidden, DAWN - 9 * HOUR, DAWN - 7 * HOUR);
    await used(other, hidden, DAWN + 8 * HOUR, NOON + HOUR, "ACTIVE");
    await sql("UPDATE gpu SET created_at = '2020-01-01' WHERE id = $1", [hidden]);
    await reported(hidden, DAWN - 9 * HOUR, 10);
    expect(await everythingTold(viewer)).toBe(before);
    await giveAccess(viewer, hidden, { enabled: false });
    expect(await everythingTold(viewer)).not.toBe(before);
  });
});

describe("an administrator", () => {
  it("sees everybody on every GPU", async () => {
    const { rows } = await usage(admin, { ...MARCH, by: "user", gpu: String(shared) });
    expect(rows.map((row) => [Number(row.key), row.held / HOUR, row.expired])).toEqual([
      [other.id, 3, 1],
      [viewer.id, 2, 0],
    ]);
    const labs = await usage(admin, { ...MARCH, by: "lab", gpu: String(shared) });
    expect(labs.rows.map(({ key, held }) => [key, held / HOUR])).toEqual([["Test Lab", 5]]);
  });
});
