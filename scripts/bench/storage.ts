/** `npm run bench -- storage`: how much room samples take, and how fast they come and are read. */
import { longTransaction, sql } from "../../lib/db";
import type { Viewer } from "../../lib/domain/permissions";
import { DAY, MINUTE } from "../../lib/domain/words";
import { settings } from "../../lib/settings";
import { packDays } from "../../lib/stats/pack";
import { dropDaysBefore, keptDays } from "../../lib/stats/partitions";
import { readingsOf, seriesOf } from "../../lib/stats/queries";
import { say } from "../start/console.mjs";
import { fillPortal } from "../stats/fill";
import { withDatabase } from "./database";
import { fraction, ms, once, sayMachine, table, timed } from "./measure";
import { benchWrites } from "./writes";

const ADMINISTRATOR: Viewer = { id: 0, isAdmin: true };

const SIZES = `
  SELECT (SELECT count(*) FROM gpu_sample)::int AS samples,
         (SELECT count(*) FROM gpu_rollup)::int AS rollups,
         (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits
          WHERE inhparent = 'gpu_sample'::regclass)::float8 AS "sampleBytes",
         pg_total_relation_size('gpu_rollup')::float8 +
           pg_total_relation_size('gpu_day') AS "rollupBytes"`;

type Sizes = Record<"samples" | "rollups" | "sampleBytes" | "rollupBytes", number>;

async function sizes(): Promise<string[][]> {
  const [found] = await sql<Sizes>(SIZES);
  if (!found) throw new Error("there are no sizes");
  const each = (bytes: number) => (bytes / found.samples).toFixed(2);
  return [
    ["samples", found.samples.toLocaleString("en"), `${found.rollups.toLocaleString("en")} sums`],
    ["bytes of a sample with its keys", each(found.sampleBytes)],
    ["bytes of its sums", each(found.rollupBytes)],
  ];
}

// The obvious ways, from the samples themselves.
const NAIVE_CHART = `
  SELECT gpu_id, date_bin('30 min', at, timestamptz '1970-01-01 00:00+00') AS start,
         avg(temperature_gpu), avg(utilization_gpu), avg(utilization_memory), avg(memory_used)
  FROM gpu_sample WHERE at >= $1 AND ($2::int IS NULL OR gpu_id = $2) GROUP BY 1, 2`;
const NAIVE_READINGS = "SELECT DISTINCT ON (gpu_id) * FROM gpu_sample ORDER BY gpu_id, at DESC";

const naively = (text: string, values: unknown[] = []) =>
  longTransaction((tx) => tx.query(text, values));

async function reads(): Promise<string[][]> {
  const step = settings().AGGREGATION_INTERVAL_MINUTES * MINUTE;
  const steps = (7 * DAY) / step;
  const grid = { from: (Math.floor(Date.now() / step) - steps + 1) * step, step, steps };
  const [gpu] = await sql<{ id: number }>("SELECT min(id) AS id FROM gpu");
  const one = gpu?.id ?? 0;
  const from = new Date(grid.from);
  const rows = [
    {
      what: "a week's chart of all GPUs",
      ours: () => seriesOf(ADMINISTRATOR, grid),
      naive: () => naively(NAIVE_CHART, [from, null]),
      floorRounds: 4,
    },
    {
      what: "a week's chart of one GPU",
      ours: () => seriesOf(ADMINISTRATOR, grid, one),
      naive: () => naively(NAIVE_CHART, [from, one]),
      floorRounds: 4,
    },
    {
      what: "the newest reading of each GPU",
      ours: () => readingsOf(ADMINISTRATOR),
      naive: () => naively(NAIVE_READINGS),
      floorRounds: 1,
    },
  ];
  const lines: string[][] = [];
  for (const { what, ours, naive, floorRounds } of rows) {
    const [figure, floor] = [await timed(60, ours), await timed(floorRounds, naive)];
    lines.push([what, ms(figure), `${ms(floor)} from the samples`, fraction(figure, floor)]);
  }
  return lines;
}

async function retention(): Promise<string[]> {
  // The first of them is not whole.
  const [, first, second, third] = await keptDays();
  if (!first || !second || !third) throw new Error("there are too few days");
  await dropDaysBefore(first);
  const drop = await once(() => dropDaysBefore(second));
  const remove = await once(() =>
    naively("DELETE FROM gpu_sample WHERE at >= $1 AND at < $2", [
      new Date(second),
      new Date(third),
    ]),
  );
  return [
    "dropping a day",
    ms(drop),
    `${ms(remove)} by DELETE, and VACUUM`,
    fraction(drop, remove),
  ];
}

/** Prints it all as a table. */
export async function benchStorage(): Promise<void> {
  await withDatabase(async () => {
    say("Filling …");
    await fillPortal({ gpus: 100, people: 24, days: 7, seconds: 10 }, () => undefined);
    // As the worker does.
    await packDays();
    sayMachine();
    table([...(await sizes()), ...(await reads()), ...(await benchWrites()), await retention()]);
  });
}
