import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { longTransaction, sql, transaction } from "@/lib/db";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import * as allSettings from "@/lib/settings";
import { dropDaysBefore } from "@/lib/stats/partitions";
import { rebuildRollups, rebuildWhenIntervalChanged } from "@/lib/stats/rebuild";
import { storeSamples } from "@/lib/stats/store";
import { NOON } from "../../support/core";
import { stopTime } from "../../support/engine";
import { makeGpu } from "../../support/people";
import { rollups, sample, store } from "../../support/samples";

stopTime();

const TODAY = Math.floor(NOON / DAY) * DAY;
const rebuild = () => longTransaction((tx) => rebuildRollups(tx, TODAY));
const counts = async (gpu: number) => (await rollups(gpu)).map(({ samples }) => samples);

/** From here on, it is added up by so many minutes. */
function intervalIs(minutes: number): void {
  const changed = { ...allSettings.settings(), AGGREGATION_INTERVAL_MINUTES: minutes };
  vi.spyOn(allSettings, "settings").mockReturnValue(changed);
}

describe("rebuilding a day", () => {
  it("makes the very sums that were made as the samples came, and no other day's", async () => {
    const gpu = await makeGpu();
    const some = Array.from({ length: 90 }, (_, n) =>
      sample(gpu, NOON + n * MINUTE, {
        load: n % 7 ? n : null,
        memoryUsed: n % 3 ? 1_000 * n : null,
      }),
    );
    await store([...some, sample(gpu, NOON + DAY), sample(gpu, NOON - DAY)]);
    const before = await rollups(gpu);
    await sql("UPDATE gpu_rollup SET samples = samples + 1, busy = 0 WHERE start >= $1", [
      new Date(TODAY),
    ]);
    await rebuild();
    const after = await rollups(gpu);
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)).toMatchObject({ samples: 2, busy: 0 });
  });

  it("leaves the sums of a day whose samples are gone, and samples whose GPU is", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON - 9 * DAY), sample(gpu, NOON)]);
    await sql("INSERT INTO gpu_sample (gpu_id, at) VALUES (1000000, $1)", [new Date(NOON)]);
    await dropDaysBefore(TODAY - 7 * DAY);
    await longTransaction((tx) => rebuildRollups(tx, TODAY - 9 * DAY));
    await rebuild();
    expect(await counts(gpu)).toEqual([1, 1]);
    await sql("DELETE FROM gpu_sample WHERE gpu_id = 1000000");
  });

  it("waits for a report that is being stored, and counts it", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON)]);
    const order: string[] = [];
    let rebuilding: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      await storeSamples(tx, [sample(gpu, NOON + HOUR)]);
      rebuilding = rebuild().then(() => order.push("rebuilt"));
      await sleep(200);
      order.push("stored");
    });
    await rebuilding;
    expect(order).toEqual(["stored", "rebuilt"]);
    expect(await counts(gpu)).toEqual([1, 1]);
  });

  it("makes a report wait that comes meanwhile, which is then counted once", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON)]);
    let storing: Promise<unknown> | undefined;
    await longTransaction(async (tx) => {
      await rebuildRollups(tx, TODAY);
      storing = store([sample(gpu, NOON), sample(gpu, NOON + HOUR)]);
      await sleep(200);
      expect(await counts(gpu)).toEqual([1]);
    });
    await storing;
    expect(await counts(gpu)).toEqual([1, 1]);
    await rebuild();
    expect(await counts(gpu)).toEqual([1, 1]);
  });

  it("loses nothing and counts nothing twice, however many reports come with it", async () => {
    const gpus = [await makeGpu(), await makeGpu()];
    const reports = Array.from({ length: 40 }, (_, n) =>
      gpus.map((gpu) => sample(gpu, NOON + n * MINUTE)),
    );
    const rebuilds = (async () => {
      for (let n = 0; n < 8; n++) await rebuild();
    })();
    await Promise.all([rebuilds, ...[...reports, ...reports].map(store)]);
    for (const gpu of gpus) expect(await counts(gpu)).toEqual([30, 10]);
  });
});

describe("another AGGREGATION_INTERVAL_MINUTES", () => {
  beforeEach(() => sql("DELETE FROM portal_fact"));
  afterEach(() => vi.restoreAllMocks());

  it("makes every kept day anew, once", async () => {
    await rebuildWhenIntervalChanged();
    const gpu = await makeGpu();
    await store([0, 20, 40, 60].map((minutes) => sample(gpu, NOON + minutes * MINUTE)));
    await store([sample(gpu, NOON - DAY), sample(gpu, NOON - DAY + 45 * MINUTE)]);
    expect(await counts(gpu)).toEqual([1, 1, 2, 1, 1]);
    expect(await rebuildWhenIntervalChanged()).toBe(0);

    intervalIs(60);
    expect(await rebuildWhenIntervalChanged()).toBeGreaterThanOrEqual(2);
    const sums = await rollups(gpu);
    expect(sums.map(({ start, samples }) => [start.getTime(), samples])).toEqual([
      [NOON - DAY, 2],
      [NOON, 3],
      [NOON + HOUR, 1],
    ]);
    expect(await rebuildWhenIntervalChanged()).toBe(0);
  });

  it("begins again where it was cut off", async () => {
    await rebuildWhenIntervalChanged();
    const gpu = await makeGpu();
    await store([sample(gpu, NOON), sample(gpu, NOON + 45 * MINUTE)]);
    intervalIs(60);
    const broken = new Error("the database is gone");
    vi.spyOn(await import("@/lib/stats/partitions"), "keptDays").mockRejectedValueOnce(broken);
    await expect(rebuildWhenIntervalChanged()).rejects.toBe(broken);
    expect(await counts(gpu)).toEqual([1, 1]);
    await rebuildWhenIntervalChanged();
    expect(await counts(gpu)).toEqual([2]);
  });
});
