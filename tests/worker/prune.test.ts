import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sql, transaction } from "@/lib/db";
import { DAY, HOUR } from "@/lib/domain/words";
import { startOfDay } from "@/lib/stats/days";
import { packDays } from "@/lib/stats/pack";
import { keptDays } from "@/lib/stats/partitions";
import { line, makeCard, makeServer, report } from "@/tests/support/agents";
import { NOON } from "@/tests/support/core";
import { itIs, stopTime } from "@/tests/support/engine";
import { prune } from "@/worker/sweep/prune";

stopTime();

/** Days that are kept unless STATS_RETENTION_DAYS says otherwise. */
const RETENTION = 30 * DAY;

/** A GPU with a sample of noon, and of noon so many days later. */
async function gpuWithSamples(...days: number[]): Promise<number> {
  const { serverId } = await makeServer();
  const gpu = await makeCard(serverId, 0);
  for (const day of [0, ...days]) {
    itIs(NOON + day * DAY);
    const at = NOON + day * DAY;
    await report(serverId, at, line(at, 0, { uuid: `GPU-${serverId}` }));
  }
  return gpu;
}

const datesOf = async (gpu: number) =>
  (await sql<{ at: Date }>("SELECT at FROM gpu_sample WHERE gpu_id = $1 ORDER BY at", [gpu])).map(
    ({ at }) => at.getTime(),
  );

describe("pruning", () => {
  it("drops samples once their day is older than they are kept, and no sums", async () => {
    const gpu = await gpuWithSamples(1);
    const endOfFirstDay = startOfDay(NOON) + DAY;
    itIs(endOfFirstDay + RETENTION - 1);
    await prune();
    expect(await datesOf(gpu)).toEqual([NOON, NOON + DAY]);
    itIs(endOfFirstDay + RETENTION);
    await prune();
    expect(await datesOf(gpu)).toEqual([NOON + DAY]);
    expect(await keptDays()).not.toContain(startOfDay(NOON));
    expect(await sql("SELECT FROM gpu_rollup WHERE gpu_id = $1", [gpu])).toHaveLength(2);
  });

  it("drops packed days once no chart shows them", async () => {
    const gpu = await gpuWithSamples(1);
    const days = async () =>
      (
        await sql<{ day: Date }>("SELECT day FROM gpu_day WHERE gpu_id = $1 ORDER BY day", [gpu])
      ).map(({ day }) => day.getTime());
    itIs(NOON + DAY);
    await packDays();
    expect((await days()).at(-1)).toBe(startOfDay(NOON));
    itIs(startOfDay(NOON) + 8 * DAY);
    await prune();
    expect(await days()).toEqual([startOfDay(NOON)]);
    itIs(startOfDay(NOON) + 8 * DAY + 1);
    await prune();
    expect(await days()).toEqual([]);
  });

  it("forgets after a week what agents told that was not taken", async () => {
    const { serverId } = await makeServer();
    const tell = (at: Date) =>
      sql(
        `INSERT INTO report_problem (server_id, digest, kind, lines, example, at)
         VALUES ($1, $2, 'unreadable', 1, '', $3)`,
        [serverId, randomBytes(32), at],
      );
    const find = (key: string, at: Date) =>
      sql(
        `INSERT INTO found_gpu (server_id, key, first_seen_at, last_seen_at)
         VALUES ($1, $2, $3, $4)`,
        [serverId, key, new Date(NOON), at],
      );
    const [weekOld, older] = [new Date(NOON + 7 * DAY), new Date(NOON + 7 * DAY - 1)];
    await tell(weekOld);
    await tell(older);
    await find("in its slot", weekOld);
    await find("taken out", older);
    itIs(NOON + 14 * DAY);
    await prune();
    expect(await sql("SELECT at FROM report_problem WHERE server_id = $1", [serverId])).toEqual([
      { at: weekOld },
    ]);
    expect(await sql("SELECT key FROM found_gpu WHERE server_id = $1", [serverId])).toEqual([
      { key: "in its slot" },
    ]);
  });

  it("does not wait for long for somebody who reads an old day, and drops it the next time", async () => {
    const gpu = await gpuWithSamples(1);
    await transaction(async (reader) => {
      await reader.query("SELECT FROM gpu_sample WHERE gpu_id = $1 AND at = $2", [
        gpu,
        new Date(NOON),
      ]);
      itIs(NOON + RETENTION + 5 * DAY);
      const begun = performance.now();
      await expect(prune()).rejects.toThrow("lock timeout");
      expect(performance.now() - begun).toBeLessThan(5_000);
    });
    expect(await datesOf(gpu)).toEqual([NOON, NOON + DAY]);
    await prune();
    expect(await datesOf(gpu)).toEqual([]);
  });

  it("by several workers at one moment drops each day once", async () => {
    const gpu = await gpuWithSamples(1, 2);
    itIs(NOON + RETENTION + 5 * DAY + HOUR);
    await Promise.all([prune(), prune(), prune()]);
    expect(await datesOf(gpu)).toEqual([]);
  });
});
