import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { longTransaction, sql, transaction } from "@/lib/db";
import { DAY, HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import * as allSettings from "@/lib/settings";
import { startOfDay } from "@/lib/stats/days";
import { packDays } from "@/lib/stats/pack";
import { seriesOf } from "@/lib/stats/queries";
import { rebuildRollups, rebuildWhenIntervalChanged } from "@/lib/stats/rebuild";
import { storeSamples } from "@/lib/stats/store";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makePerson } from "../../support/people";
import { sample, store } from "../../support/samples";

stopTime();
beforeEach(async () => {
  itIs(NOON);
  await sql("DELETE FROM gpu");
});

const TODAY = startOfDay(NOON);
const step = 30 * MINUTE;
/** Of a week, as charts have it: its first day is not whole. */
const grid = { from: NOON + step - 7 * DAY, step, steps: 336 };

/** Which days of a GPU are packed, counted from today. */
async function packed(gpu: number): Promise<number[]> {
  const text = "SELECT day FROM gpu_day WHERE gpu_id = $1 ORDER BY day";
  return (await sql<{ day: Date }>(text, [gpu])).map(({ day }) => (day.getTime() - TODAY) / DAY);
}
const WEEK = [-7, -6, -5, -4, -3, -2, -1];

const seenBy = async (who: Actor) => Object.fromEntries(await seriesOf(who, grid));

async function load(gpu: number, at: Instant): Promise<number | null | undefined> {
  const series = (await seriesOf(await makeAdministrator(), grid, gpu)).get(gpu);
  return series?.load[Math.floor((at - grid.from) / step)];
}

describe("packed days", () => {
  it("tell what the rollups tell, of whichever days there are", async () => {
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu()];
    const [whole, gaps] = gpus as [number, number];
    const hours = Array.from({ length: 200 }, (_, n) => NOON - n * HOUR);
    await store(hours.map((at, n) => sample(whole, at, { load: n % 101, memoryUsed: n * 1_000 })));
    await store(
      hours
        .filter((_, n) => n % 50 < 10)
        .map((at, n) => sample(gaps, at, { temperature: n % 2 ? 40 + n : null })),
    );
    const administrator = await makeAdministrator();
    const before = await seenBy(administrator);
    expect(Object.keys(before)).toEqual([`${whole}`, `${gaps}`]);
    await packDays();
    for (const gpu of gpus) expect(await packed(gpu)).toEqual(WEEK);
    expect(await seenBy(administrator)).toEqual(before);
    await sql("DELETE FROM gpu_day WHERE day < $1", [new Date(NOON - 3 * DAY)]);
    await sql("DELETE FROM gpu_day WHERE gpu_id = $1", [gaps]);
    expect(await seenBy(administrator)).toEqual(before);
    expect(await load(gaps, NOON - HOUR)).toBe(50);
  });

  it("show samples that come late, and are packed anew", async () => {
    const [gpu, other] = [await makeGpu(), await makeGpu()];
    const late = NOON - 2 * DAY;
    await store([sample(gpu, NOON), sample(gpu, late, { load: 10 }), sample(other, late)]);
    await packDays();
    expect(await load(gpu, late)).toBe(10);
    await store([sample(gpu, late + MINUTE, { load: 20 }), sample(gpu, NOON + MINUTE)]);
    expect(await load(gpu, late)).toBe(15);
    expect(await packed(gpu)).toEqual(WEEK.filter((day) => day !== -2));
    expect(await packed(other)).toEqual(WEEK);
    await packDays();
    expect(await packed(gpu)).toEqual(WEEK);
    expect(await load(gpu, late)).toBe(15);
  });

  it("show the first samples of a GPU that had told nothing", async () => {
    const gpu = await makeGpu();
    await packDays();
    await store([sample(gpu, NOON - DAY)]);
    expect(await load(gpu, NOON - DAY)).toBe(50);
  });

  it("stay when a report comes again", async () => {
    const gpu = await makeGpu();
    const report = [sample(gpu, NOON - DAY), sample(gpu, NOON)];
    await store(report);
    await packDays();
    await store(report);
    expect(await packed(gpu)).toEqual(WEEK);
  });

  it("show nobody a GPU that is not visible to them", async () => {
    const [own, foreign] = [await makeGpu(), await makeGpu()];
    await store([own, foreign].map((gpu) => sample(gpu, NOON - DAY)));
    await packDays();
    const person = await makePerson();
    await giveAccess(person, own, { enabled: false });
    expect(Object.keys(await seenBy(person))).toEqual([`${own}`]);
    expect(await seriesOf(person, grid, foreign)).toEqual(new Map());
    expect(await seenBy(await makePerson())).toEqual({});
  });

  it("go with their GPU", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON - DAY)]);
    await packDays();
    await sql("DELETE FROM gpu WHERE id = $1", [gpu]);
    expect(await packed(gpu)).toEqual([]);
  });
});

describe("packing", () => {
  it("waits for a report that is being stored, and packs it", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON - DAY, { load: 10 })]);
    const order: string[] = [];
    let packing: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      await storeSamples(tx, [sample(gpu, NOON - DAY + MINUTE, { load: 20 })]);
      packing = packDays().then(() => order.push("packed"));
      await sleep(200);
      order.push("stored");
    });
    await packing;
    expect(order).toEqual(["stored", "packed"]);
    expect(await packed(gpu)).toEqual(WEEK);
    expect(await load(gpu, NOON - DAY)).toBe(15);
  });

  it("makes a report wait that comes meanwhile, which is then shown", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON - DAY, { load: 10 })]);
    const undone = new Error("undone");
    const order: string[] = [];
    let both: Promise<unknown> | undefined;
    const holdingUp = transaction(async (tx) => {
      // Packing this day waits to see whether this row stays.
      await tx.query("INSERT INTO gpu_day VALUES ($1, $2, '')", [gpu, new Date(TODAY - DAY)]);
      const packing = packDays().then(() => order.push("packed"));
      await sleep(200);
      const storing = store([sample(gpu, NOON - DAY + MINUTE, { load: 20 })]);
      both = Promise.all([packing, storing.then(() => order.push("stored"))]);
      await sleep(200);
      expect(order).toEqual([]);
      throw undone;
    });
    await expect(holdingUp).rejects.toBe(undone);
    await both;
    expect(await load(gpu, NOON - DAY)).toBe(15);
    expect(await packed(gpu)).toEqual(WEEK.filter((day) => day !== -1));
  });

  it("loses nothing, however many reports and packers come at one moment", async () => {
    const gpus = [await makeGpu(), await makeGpu()];
    await store(gpus.map((gpu) => sample(gpu, NOON)));
    const reports = Array.from({ length: 40 }, (_, n) =>
      gpus.map((gpu) => sample(gpu, NOON - (1 + (n % 5)) * DAY + n * MINUTE, { load: n })),
    );
    const packer = async () => {
      for (let n = 0; n < 8; n++) await packDays();
    };
    await Promise.all([packer(), packer(), ...[...reports, ...reports].map(store)]);
    await packDays();
    for (const gpu of gpus) expect(await packed(gpu)).toEqual(WEEK);
    const administrator = await makeAdministrator();
    const shown = await seenBy(administrator);
    await sql("DELETE FROM gpu_day");
    expect(shown).toEqual(await seenBy(administrator));
  });
});

describe("a day that is added up anew", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is no longer packed, nor any other GPU's", async () => {
    const [gpu, other] = [await makeGpu(), await makeGpu()];
    await store([sample(gpu, NOON - DAY), sample(other, NOON - DAY)]);
    await packDays();
    await sql("DELETE FROM gpu_sample WHERE gpu_id = $1", [gpu]);
    await longTransaction((tx) => rebuildRollups(tx, TODAY - DAY));
    expect(await load(gpu, NOON - DAY)).toBe(undefined);
    for (const each of [gpu, other]) expect(await packed(each)).toEqual(WEEK.slice(0, -1));
  });

  it("is shown by another AGGREGATION_INTERVAL_MINUTES as soon as that is in use", async () => {
    await rebuildWhenIntervalChanged();
    const gpu = await makeGpu();
    const begun = NOON - DAY;
    await store([sample(gpu, begun, { load: 10 }), sample(gpu, begun + step, { load: 20 })]);
    await packDays();
    const changed = { ...allSettings.settings(), AGGREGATION_INTERVAL_MINUTES: 60 };
    vi.spyOn(allSettings, "settings").mockReturnValue(changed);
    const hourly = { from: begun, step: HOUR, steps: 2 };
    const hours = async () =>
      (await seriesOf(await makeAdministrator(), hourly, gpu)).get(gpu)?.load;
    await rebuildWhenIntervalChanged();
    expect(await hours()).toEqual([15, null]);
    await packDays();
    expect(await hours()).toEqual([15, null]);
  });
});
