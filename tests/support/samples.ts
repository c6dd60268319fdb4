/** What nvidia-smi told, made up. */
import { sql, transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { READINGS_CHANNEL } from "@/lib/stats/channel";
import { ensurePartitions } from "@/lib/stats/partitions";
import { type Sample, storeSamples } from "@/lib/stats/store";

/** A sample of a card that is busy, unless told otherwise. */
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

/** Stores samples as a report does, and tells the web processes of it. Returns how many are new. */
export async function store(samples: readonly Sample[]): Promise<number> {
  await ensurePartitions(samples.map(({ at }) => at));
  return transaction(async (tx) => {
    const stored = await storeSamples(tx, samples);
    await tx.query("SELECT pg_notify($1, '')", [READINGS_CHANNEL]);
    return stored;
  });
}

/** What a GPU's samples were added up to, the oldest first. */
export const rollups = (gpu: number) =>
  sql("SELECT * FROM gpu_rollup WHERE gpu_id = $1 ORDER BY start", [gpu]);
