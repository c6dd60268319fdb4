/** What samples add up to, as SQL: one definition for those who add and those who rebuild. */

/** The columns of gpu_rollup that hold sums and counts, and what each is of gpu_sample's. */
const SUMS = {
  samples: "count(*)",
  busy: "count(*) FILTER (WHERE utilization_gpu > 0)",
  temperature_gpu_n: "count(temperature_gpu)",
  temperature_gpu_sum: "coalesce(sum(temperature_gpu), 0)",
  utilization_gpu_n: "count(utilization_gpu)",
  utilization_gpu_sum: "coalesce(sum(utilization_gpu), 0)",
  utilization_memory_n: "count(utilization_memory)",
  utilization_memory_sum: "coalesce(sum(utilization_memory), 0)",
  memory_used_n: "count(memory_used)",
  memory_used_sum: "coalesce(sum(memory_used), 0)",
};

// date_part rather than extract, whose numeric is several times slower to reckon with.
/** The instant, in SQL, at which the interval of `at` begins, of so many `seconds`. */
export const startOf = (at: string, seconds: string) =>
  `to_timestamp(floor(date_part('epoch', ${at}) / ${seconds}) * ${seconds})`;

/** Begins a statement that writes `rolledUp`. */
export const INTO_ROLLUP = `INSERT INTO gpu_rollup AS r (gpu_id, start, ${Object.keys(SUMS)})`;

/** Adds the rows of `samples`, in SQL, up by intervals of so many `seconds`, ordered by key. */
export const rolledUp = (samples: string, seconds: string) => `
  SELECT gpu_id, ${startOf("at", seconds)} AS start, ${Object.values(SUMS)}
  FROM ${samples} GROUP BY 1, 2 ORDER BY 1, 2`;

/** Ends such a statement: what is there is added to. */
export const ADDED_TO_ROLLUP = `ON CONFLICT (gpu_id, start) DO UPDATE SET
  ${Object.keys(SUMS).map((column) => `${column} = r.${column} + excluded.${column}`)}`;
