/** Writes samples: what is new of them, what they add up to, and the newest of each card. */
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { takeAwayDaysOf } from "./days";
import { ADDED_TO_ROLLUP, INTO_ROLLUP, rolledUp } from "./rollup";

/** One line of nvidia-smi about a GPU of the portal. */
export type Sample = {
  readonly gpuId: number;
  readonly at: Instant;
  /** °C */
  readonly temperature: number | null;
  /** % */
  readonly load: number | null;
  readonly memoryLoad: number | null;
  /** MiB */
  readonly memoryFree: number | null;
  readonly memoryUsed: number | null;
  /** 0 is the fastest. */
  readonly pstate: number | null;
  readonly pcieLinkGen: number | null;
  /** What is broken, as a word; null while nothing is. */
  readonly fault: string | null;
};

// Locked, so that nobody else stores samples of these cards until this is committed.
const NEWEST = `
  SELECT gpu_id, at FROM gpu_reading WHERE gpu_id = ANY($1) ORDER BY gpu_id FOR NO KEY UPDATE`;

/**
 * Whether each sample is newer than all that was ever known of its card, and than those before it:
 * then it cannot be there already.
 */
async function areNews(tx: Transaction, samples: readonly Sample[]): Promise<boolean> {
  const { rows } = await tx.query<{ gpu_id: number; at: Date }>({
    name: "newest-samples",
    text: NEWEST,
    values: [[...new Set(samples.map(({ gpuId }) => gpuId))]],
  });
  const newest = new Map(rows.map(({ gpu_id, at }) => [gpu_id, at.getTime()]));
  return samples.every(({ gpuId, at }) => {
    const isNews = at > (newest.get(gpuId) ?? Number.POSITIVE_INFINITY);
    newest.set(gpuId, at);
    return isNews;
  });
}

// One statement, so that a sample and what it adds cannot part. Only rows that were not there
// already are added up: a report that comes again changes nothing. In the order of the keys, so
// that two reports at one moment never wait for each other in a circle. The arrays stand in the
// SELECT list, where they cost half of what they would after FROM.
const store = (onConflict: "ON CONFLICT DO NOTHING" | "") => `
  WITH given AS (
    SELECT gpu_id, to_timestamp(ms / 1000) AS at, temperature_gpu, utilization_gpu,
           utilization_memory, memory_free, memory_used, pstate, pcie_link_gen_current, fault
    FROM (
      SELECT unnest($1::int[]) AS gpu_id, unnest($2::float8[]) AS ms,
             unnest($3::smallint[]) AS temperature_gpu, unnest($4::smallint[]) AS utilization_gpu,
             unnest($5::smallint[]) AS utilization_memory, unnest($6::int[]) AS memory_free,
             unnest($7::int[]) AS memory_used, unnest($8::smallint[]) AS pstate,
             unnest($9::smallint[]) AS pcie_link_gen_current, unnest($10::text[]) AS fault
    ) AS sample
    ORDER BY gpu_id, ms
  ), stored AS (
    INSERT INTO gpu_sample (gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory,
                            memory_free, memory_used, pstate, pcie_link_gen_current)
    SELECT gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory, memory_free,
           memory_used, pstate, pcie_link_gen_current FROM given
    ${onConflict}
    RETURNING gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory, memory_used
  ), added AS (
    ${INTO_ROLLUP} ${rolledUp("stored", "$11::int")} ${ADDED_TO_ROLLUP}
    RETURNING gpu_id, start
  ), no_longer_packed AS (${takeAwayDaysOf("added")}
  ), newest AS (
    INSERT INTO gpu_reading AS r (gpu_id, at, temperature_gpu, utilization_gpu,
                                  utilization_memory, memory_free, memory_used, fault)
    SELECT DISTINCT ON (gpu_id) gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory,
           memory_free, memory_used, fault
    FROM given ORDER BY gpu_id, at DESC
    ON CONFLICT (gpu_id) DO UPDATE SET
      at = excluded.at, temperature_gpu = excluded.temperature_gpu,
      utilization_gpu = excluded.utilization_gpu,
      utilization_memory = excluded.utilization_memory, memory_free = excluded.memory_free,
      memory_used = excluded.memory_used, fault = excluded.fault
    WHERE excluded.at > r.at
  )
  SELECT count(*)::int AS stored FROM stored`;

// To look for each row first would take half as long again, and reports nearly always are news.
const STORE_NEWS = { name: "store-news", text: store("") };
const STORE_ANY = { name: "store-any", text: store("ON CONFLICT DO NOTHING") };

/** Stores samples of any GPUs and times, in any order; returns how many of them were new. */
export async function storeSamples(tx: Transaction, samples: readonly Sample[]): Promise<number> {
  const column = <Key extends keyof Sample>(key: Key) => samples.map((sample) => sample[key]);
  // An array in PostgreSQL's own writing: pg would quote every number of it.
  const numbers = (key: Exclude<keyof Sample, "fault">) =>
    `{${column(key).map((value) => value ?? "NULL")}}`;
  const { rows } = await tx.query<{ stored: number }>({
    ...((await areNews(tx, samples)) ? STORE_NEWS : STORE_ANY),
    values: [
      numbers("gpuId"),
      numbers("at"),
      numbers("temperature"),
      numbers("load"),
      numbers("memoryLoad"),
      numbers("memoryFree"),
      numbers("memoryUsed"),
      numbers("pstate"),
      numbers("pcieLinkGen"),
      column("fault"),
      settings().AGGREGATION_INTERVAL_MINUTES * 60,
    ],
  });
  return rows[0]?.stored ?? 0;
}
