/** Invented samples: what cards might have reported, by who held them when. */
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";

/** From when up to, not including, when, and how many seconds apart. */
export type Stretch = { readonly from: Instant; readonly to: Instant; readonly seconds: number };

// Every card has a temper, which follows from its number: how warm it runs, whether it tells its
// memory load. So has every use: how hard it computes, how much memory it takes, how often it
// pauses, whether somebody reserved the card for nothing.
const CARDS = `
  SELECT g.id AS gpu_id, g.server_id, i.memory_total::int AS total, i.pcie_link_gen_max AS gen,
         29 + g.id * 7 % 10 AS cool, 62 + g.id * 11 % 20 AS hot, g.id % 12 <> 5 AS tells_memory_load
  FROM gpu g CROSS JOIN LATERAL (
    SELECT memory_total, pcie_link_gen_max FROM gpu_identity
    WHERE gpu_id = g.id ORDER BY since DESC LIMIT 1) i`;

const USES = `
  SELECT gpu_id AS used, extract(epoch FROM start_time)::int AS began,
         extract(epoch FROM end_time)::int AS ended, id % 8 = 3 AS is_for_nothing,
         45 + id * 31 % 50 AS strength, 0.15 + id * 17 % 75 / 100.0::float8 AS share,
         900 + id * 53 % 5400 AS round
  FROM reservation
  WHERE start_time < to_timestamp($2) AND end_time > to_timestamp($1)`;

// Servers fall silent for a while now and then.
const MOMENTS = `
  SELECT card.*, use.*, second, second - began AS since, random()::float8 AS chance,
         coalesce(NOT is_for_nothing AND second - began > 300, false) AS is_at_work
  FROM generate_series($1::int, $2::int - $3::int, $3::int) AS second
  CROSS JOIN card LEFT JOIN use ON used = gpu_id AND second >= began AND second < ended
  WHERE (second / 5400 * 28 + server_id * 37) % 61 <> 0`;

const LOADED = `
  SELECT *, CASE WHEN NOT is_at_work OR since % round < 120 THEN 0
    ELSE least(100, strength + 14 * sin(second / 900.0::float8 + gpu_id) + 12 * chance - 6)
    END AS load,
    CASE WHEN is_at_work THEN (share * total)::int WHEN since > 60 THEN 460 ELSE 3 END AS memory
  FROM (${MOMENTS}) AS moment`;

// Single samples are lost, and single values are N/A.
const INVENT = `
  WITH card AS MATERIALIZED (${CARDS}), use AS MATERIALIZED (${USES})
  INSERT INTO gpu_sample (at, gpu_id, memory_free, memory_used, temperature_gpu, utilization_gpu,
                          utilization_memory, pstate, pcie_link_gen_current)
  SELECT to_timestamp(second + server_id % $3::int), gpu_id, total - memory, memory,
         CASE WHEN chance < 0.999 THEN cool + 2 * chance + CASE WHEN is_at_work
           THEN (hot - cool) * (0.3 + load / 140) * (1 - exp(since / -600.0::float8)) ELSE 0 END END,
         load, CASE WHEN tells_memory_load THEN load * (0.3 + coalesce(share, 0) / 3) END,
         CASE WHEN is_at_work THEN 2 ELSE 8 END, CASE WHEN is_at_work THEN gen ELSE 1 END
  FROM (${LOADED}) AS loaded
  WHERE chance > 0.002
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING`;

/**
 * Invents what every card that has an identity reported in a stretch of whole seconds, and stores
 * it in the order in which it would have come. Partitions must be there; sums are not made. Returns
 * how many samples there are more.
 */
export async function inventSamples(
  tx: Transaction,
  { from, to, seconds }: Stretch,
): Promise<number> {
  const { rowCount } = await tx.query(INVENT, [from / 1_000, to / 1_000, seconds]);
  return rowCount ?? 0;
}

/** Makes the newest sample of each card that comes after `from` its reading. */
export async function readNewest(tx: Transaction, from: Instant): Promise<void> {
  await tx.query(
    `INSERT INTO gpu_reading (gpu_id, at, temperature_gpu, utilization_gpu, utilization_memory,
                              memory_free, memory_used)
     SELECT g.id, newest.* FROM gpu g CROSS JOIN LATERAL (
       SELECT at, temperature_gpu, utilization_gpu, utilization_memory, memory_free, memory_used
       FROM gpu_sample WHERE gpu_id = g.id AND at >= $1 ORDER BY at DESC LIMIT 1) newest
     ON CONFLICT (gpu_id) DO UPDATE SET
       at = excluded.at, temperature_gpu = excluded.temperature_gpu,
       utilization_gpu = excluded.utilization_gpu,
       utilization_memory = excluded.utilization_memory, memory_free = excluded.memory_free,
       memory_used = excluded.memory_used`,
    [new Date(from)],
  );
}
