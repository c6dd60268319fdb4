/** Words for examples about statistics. */
import { sql, transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { ensurePartitions } from "@/lib/stats/partitions";
import { type Sample, storeSamples } from "@/lib/stats/store";

/** A card that computes, unless told otherwise. */
export const sample = (gpuId: number, at: Instant, details: Partial<Sample> = {}): Sample => ({
  gpuId,
  at,
  temperature: 60,
  load: 50,
  memoryLoad: 20,
  memoryFree: 20_000,
  memoryUsed: 4_000,
  pstate: 2,
  pcieLinkGen: 4,
  fault: null,
  ...details,
});

/** Stores them in a transaction of their own; how many were new. */
export async function store(samples: readonly Sample[]): Promise<number> {
  await ensurePartitions(samples.map(({ at }) => at));
  return transaction((tx) => storeSamples(tx, samples));
}

/** What a GPU's samples were added up to, the oldest first. */
export const rollups = (gpu: number) =>
  sql("SELECT * FROM gpu_rollup WHERE gpu_id = $1 ORDER BY start", [gpu]);
