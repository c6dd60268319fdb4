import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sql, transaction } from "@/lib/db";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import { dropDaysBefore, keptDays } from "@/lib/stats/partitions";
import { storeSamples } from "@/lib/stats/store";
import { NOON } from "../../support/core";
import { stopTime } from "../../support/engine";
import { makeGpu } from "../../support/people";
import { rollups, sample, store } from "../../support/samples";

stopTime();

const reading = async (gpu: number) =>
  (await sql("SELECT * FROM gpu_reading WHERE gpu_id = $1", [gpu]))[0];

describe("samples", () => {
  it("are added up by the interval, each once, however often and in whatever order they come", async () => {
    const gpu = await makeGpu();
    const first = [sample(gpu, NOON, { load: 0 }), sample(gpu, NOON + 29 * MINUTE, { load: 80 })];
    const later = sample(gpu, NOON + 30 * MINUTE);
    expect(await store([later, ...first])).toBe(3);
    expect(await store([...first, later, later])).toBe(0);
    expect(await store([sample(gpu, NOON + 10 * MINUTE, { load: null }), ...first])).toBe(1);
    expect(await rollups(gpu)).toMatchObject([
      {
        start: new Date(NOON),
        samples: 3,
        busy: 1,
        utilization_gpu_n: 2,
        utilization_gpu_sum: 80,
        temperature_gpu_n: 3,
        temperature_gpu_sum: 180,
        memory_used_sum: "12000",
      },
      { start: new Date(NOON + 30 * MINUTE), samples: 1 },
    ]);
  });

  it("leave the newest one as the card's reading, whatever comes late", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON + MINUTE, { fault: "requires-reset", temperature: null })]);
    await store([sample(gpu, NOON)]);
    expect(await reading(gpu)).toMatchObject({
      at: new Date(NOON + MINUTE),
      fault: "requires-reset",
      temperature_gpu: null,
    });
    await store([sample(gpu, NOON + 2 * MINUTE)]);
    expect(await reading(gpu)).toMatchObject({ fault: null, temperature_gpu: 60 });
  });

  it("are stored once when they stand twice in a report that is all news", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON)]);
    const news = [1, 2, 2, 3, 3].map((second) => sample(gpu, NOON + second * 1_000));
    expect(await store(news)).toBe(3);
    expect(await store(news.slice(0, 1))).toBe(0);
    expect(await rollups(gpu)).toMatchObject([{ samples: 4 }]);
  });

  it("are each told from those of a report that is not committed yet", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON)]);
    const report = [sample(gpu, NOON + 1_000), sample(gpu, NOON + 2_000)];
    let again: Promise<number> | undefined;
    await transaction(async (tx) => {
      expect(await storeSamples(tx, report)).toBe(2);
      again = store(report);
      await sleep(100);
    });
    expect(await again).toBe(0);
    expect(await rollups(gpu)).toMatchObject([{ samples: 3 }]);
  });

  it("are added up whole when many reports come at one moment", async () => {
    const gpus = [await makeGpu(), await makeGpu(), await makeGpu()];
    const reports = Array.from({ length: 20 }, (_, n) =>
      gpus.map((gpu) => sample(gpu, NOON + n * 1_000)).sort(() => (n % 2 ? 1 : -1)),
    );
    await Promise.all([...reports, ...reports].map(store));
    for (const gpu of gpus) expect(await rollups(gpu)).toMatchObject([{ samples: 20 }]);
  });

  it("go by the day, and what they add up to stays", async () => {
    const gpu = await makeGpu();
    await store([
      sample(gpu, NOON),
      sample(gpu, NOON - 5 * DAY),
      sample(gpu, NOON - 5 * DAY + HOUR),
    ]);
    const kept = await keptDays();
    await dropDaysBefore(NOON - 4 * DAY);
    expect(await keptDays()).toEqual(kept.filter((day) => day > NOON - 5 * DAY));
    expect(await sql("SELECT at FROM gpu_sample WHERE gpu_id = $1", [gpu])).toEqual([
      { at: new Date(NOON) },
    ]);
    expect(await rollups(gpu)).toHaveLength(3);
  });

  it("stand in gpu_stats as they stood in the original's table", async () => {
    const gpu = await makeGpu();
    await sql(
      `INSERT INTO gpu_identity VALUES
         ($1, '-infinity', 3, 'GPU-1', 'NVIDIA T4', '00000000:3B:00.0', '535.1', 4, 16384),
         ($1, $2, 3, 'GPU-1', 'NVIDIA T4', '00000000:3B:00.0', '550.2', 4, 16384)`,
      [gpu, new Date(NOON)],
    );
    await store([sample(gpu, NOON - MINUTE), sample(gpu, NOON, { pstate: null })]);
    const rows = await sql(`SELECT * FROM gpu_stats WHERE gpu_id = $1 ORDER BY "timestamp"`, [gpu]);
    expect(rows).toMatchObject([
      {
        gpu_index: 3,
        timestamp: new Date(NOON - MINUTE),
        name: "NVIDIA T4",
        pci_bus_id: "00000000:3B:00.0",
        driver_version: "535.1",
        pstate: "P2",
        pcie_link_gen_max: 4,
        pcie_link_gen_current: 4,
        temperature_gpu: 60,
        utilization_gpu: 50,
        utilization_memory: 20,
        memory_total: 16384,
        memory_free: 20_000,
        memory_used: 4_000,
      },
      { driver_version: "550.2", pstate: null },
    ]);
    expect(rows[0]?.id).not.toBe(rows[1]?.id);
  });

  it("are deleted with their GPU", async () => {
    const gpu = await makeGpu();
    await store([sample(gpu, NOON)]);
    await sql("DELETE FROM gpu WHERE id = $1", [gpu]);
    expect(await sql("SELECT FROM gpu_sample WHERE gpu_id = $1", [gpu])).toEqual([]);
    expect(await rollups(gpu)).toEqual([]);
  });
});
