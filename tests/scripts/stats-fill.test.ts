import { beforeAll, describe, expect, it } from "vitest";
import { sql } from "@/lib/db";
import { DAY } from "@/lib/domain/words";
import { fillPortal } from "@/scripts/stats/fill";
import { stopTime } from "../support/engine";
import { makeAdministrator, makePerson } from "../support/people";

stopTime();

const SIZE = { gpus: 20, people: 24, days: 2, seconds: 300 };

async function fill(size = SIZE): Promise<number> {
  let samples = 0;
  await fillPortal(size, (_day, added) => {
    samples += added;
  });
  return samples;
}

const count = async (table: string) =>
  (await sql<{ count: number }>(`SELECT count(*)::int FROM ${table}`))[0]?.count;

describe("npm run stats:fill", () => {
  beforeAll(async () => {
    await makeAdministrator();
  });

  it("fills an empty portal with as many GPUs and samples as are wanted", async () => {
    const samples = await fill();
    const all = (SIZE.gpus * SIZE.days * DAY) / 1_000 / SIZE.seconds;
    expect(samples).toBeGreaterThan(all * 0.93);
    expect(samples).toBeLessThan(all);
    expect(await count("gpu_sample")).toBe(samples);
    expect(await count("gpu")).toBe(20);
    expect(await count("gpu_identity")).toBe(20);
    expect(await count("gpu_reading")).toBe(20);
    expect(await count("server")).toBe(3);
    const [sum] = await sql(
      "SELECT sum(samples)::int AS samples, max(busy) AS busy FROM gpu_rollup",
    );
    expect(sum).toEqual({ samples, busy: 6 });
  });

  it("puts load where somebody held the card", async () => {
    const rows = await sql(
      `SELECT r.id IS NOT NULL AS held, avg(utilization_gpu)::float8 AS load FROM gpu_sample s
       LEFT JOIN reservation r ON r.gpu_id = s.gpu_id AND s.at >= start_time AND s.at < end_time
       GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual([
      { held: false, load: 0 },
      { held: true, load: expect.toSatisfy((load: number) => load > 30) },
    ]);
  });

  it("makes what is missing, and leaves what is there", async () => {
    const before = { samples: await count("gpu_sample"), uses: await count("reservation") };
    expect(await fill()).toBeLessThan(SIZE.gpus * 5);
    expect(await count("gpu")).toBe(20);
    const more = await fill({ ...SIZE, gpus: 25 });
    expect(await count("gpu")).toBe(25);
    expect(await count("gpu_sample")).toBeGreaterThanOrEqual(Number(before.samples) + more);
    expect(await count("reservation")).toBeGreaterThan(Number(before.uses));
  });

  it("refuses a portal that has accounts or GPUs of its own", async () => {
    const gpus = await count("gpu");
    await makePerson();
    await expect(fill({ ...SIZE, gpus: 40 })).rejects.toThrow("GPUs or accounts of its own");
    expect(await count("gpu")).toBe(gpus);
  });
});

it("refuses what looks like its own, but was not made by it", async () => {
  await sql(`DELETE FROM "user" WHERE NOT is_admin AND username NOT LIKE 'measured-%'`);
  await sql("DELETE FROM portal_fact WHERE key = 'measured'");
  await expect(fill()).rejects.toThrow("GPUs or accounts of its own");
});
