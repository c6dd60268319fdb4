/** Fills a portal with as much as a lab's agents report in some days. */
import { now } from "../../lib/clock";
import { longTransaction } from "../../lib/db";
import { inventSamples, readNewest } from "../../lib/demo/samples";
import { DAY, type Instant } from "../../lib/domain/words";
import { ensurePartitions } from "../../lib/stats/partitions";
import { rebuildRollups } from "../../lib/stats/rebuild";
import { makeLab } from "./lab";
import { inventUses } from "./uses";

/** How many GPUs and people, how many days up to now, how many seconds from sample to sample. */
export type Size = { gpus: number; people: number; days: number; seconds: number };

/**
 * Fills the portal, a transaction for each day (UTC), and tells of each how many samples it has
 * got. What is there already stays.
 * @throws Failure when the portal has GPUs or accounts of its own
 */
export async function fillPortal(
  { gpus, people, days, seconds }: Size,
  tell: (day: Instant, samples: number) => void,
): Promise<void> {
  const step = seconds * 1_000;
  const end = Math.floor((await now()).getTime() / step) * step;
  const start = end - days * DAY;
  await longTransaction(async (tx) => {
    await makeLab(tx, { gpus, people }, start);
    await inventUses(tx, start, end);
  });
  for (let day = Math.floor(start / DAY) * DAY; day < end; day += DAY) {
    await ensurePartitions([day]);
    const samples = await longTransaction(async (tx) => {
      // Enough to sort a day in memory.
      await tx.query("SET LOCAL work_mem = '256MB'");
      const [from, to] = [Math.max(day, start), Math.min(day + DAY, end)];
      const added = await inventSamples(tx, { from, to, seconds });
      await rebuildRollups(tx, day);
      return added;
    });
    tell(day, samples);
  }
  await longTransaction(async (tx) => {
    await readNewest(tx, start);
    await tx.query("ANALYZE gpu_sample, gpu_rollup");
  });
}
