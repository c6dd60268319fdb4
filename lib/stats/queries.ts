/** Statistics of the GPUs that a viewer sees; those of any other are not there. */
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Viewer } from "@/lib/domain/permissions";
import { DAY, type Instant, MINUTE } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { daysFrom, pointsOf, startOfDay } from "./days";
import { unpackPoints } from "./points";
import type { ChartUse, GpuChart, Grid, Reading, Series } from "./views";

/** Whether GPU `g` is visible to user $1, who is an administrator if $2. */
export const VISIBLE = `
  ($2 OR EXISTS (SELECT FROM user_gpu_access a WHERE a.gpu_id = g.id AND a.user_id = $1))`;

/** Of GPU `g`, what is known last of its kind. */
export const NEWEST_IDENTITY = `
  LEFT JOIN LATERAL (
    SELECT memory_total FROM gpu_identity i WHERE i.gpu_id = g.id ORDER BY since DESC LIMIT 1
  ) identity ON true`;

/** Columns of a `Reading`, of GPU `g`, its gpu_reading `r` and the newest identity. */
export const READING = `
  r.gpu_id AS "gpuId", extract(epoch FROM r.at)::float8 * 1000 AS at,
  r.temperature_gpu AS temperature, r.utilization_gpu AS load,
  r.utilization_memory AS "memoryLoad", r.memory_used AS "memoryUsed",
  identity.memory_total AS "memoryTotal", g.temperature_limit AS "temperatureLimit"`;

/** The newest reading of every GPU that the viewer sees and that ever told one. */
export function readingsOf({ id, isAdmin }: Viewer): Promise<Reading[]> {
  return sql<Reading>(
    `SELECT ${READING} FROM gpu g JOIN gpu_reading r ON r.gpu_id = g.id ${NEWEST_IDENTITY}
     WHERE ${VISIBLE}`,
    [id, isAdmin],
  );
}

/** The grid of the last so many ms up to now; its last step is the one that goes on. */
function gridUntil(now: Instant, length: number): Grid {
  const step = settings().AGGREGATION_INTERVAL_MINUTES * MINUTE;
  const steps = Math.ceil(length / step);
  return { from: (Math.floor(now / step) - steps + 1) * step, step, steps };
}

const endOf = ({ from, step, steps }: Grid) => new Date(from + steps * step);

// A row for each day, whose beginning may lie before the grid. They are not joined together, which
// would take as long again as to read them.
const DAYS = `
  SELECT coalesce(packed.points, ${pointsOf("g.id", "shown")}) AS points
  FROM gpu g CROSS JOIN ${daysFrom("$3", "$4")} AS shown
  LEFT JOIN gpu_day packed ON packed.gpu_id = g.id AND packed.day = shown
  WHERE ($5::int IS NULL OR g.id = $5) AND ${VISIBLE}`;

/** The means of the GPUs that the viewer sees, on a grid; of one of them only when it is named. */
export async function seriesOf(
  { id, isAdmin }: Viewer,
  grid: Grid,
  gpuId: number | null = null,
): Promise<Map<number, Series>> {
  const values = [id, isAdmin, new Date(startOfDay(grid.from)), endOf(grid), gpuId];
  const rows = await sql<{ points: string | null }>(DAYS, values);
  return unpackPoints(
    rows.map(({ points }) => Buffer.from(points ?? "", "base64")),
    grid,
  );
}

// Quicker than whole days, of which it would need two.
const LAST_POINTS = `
  SELECT string_agg(r.point, '') AS points FROM gpu_rollup r
  WHERE r.start >= $3 AND r.start < $4 AND r.gpu_id = ANY(ARRAY(
    SELECT g.id FROM gpu g WHERE ${VISIBLE}))`;

/** The means of the last day of every GPU that the viewer sees, for the small charts. */
export async function lastDayOf(
  { id, isAdmin }: Viewer,
  now: Instant,
): Promise<Map<number, Series>> {
  const grid = gridUntil(now, DAY);
  const values = [id, isAdmin, new Date(grid.from), endOf(grid)];
  const rows = await sql<{ points: Buffer | null }>(LAST_POINTS, values);
  return unpackPoints(
    rows.flatMap(({ points }) => points ?? []),
    grid,
  );
}

type GpuRow = { now: Date; temperature_limit: number; memory_total: number | null };

const GPU = `
  SELECT clock_timestamp() AS now, g.temperature_limit, identity.memory_total
  FROM gpu g ${NEWEST_IDENTITY}
  WHERE g.id = $3 AND ${VISIBLE}`;

type UseRow = { from: Date; to: Date; name: string; lab: string; user_id: number };

const USES = `
  SELECT greatest(r.start_time, $2) AS from, least(r.end_time, $3) AS to, u.name, u.lab, r.user_id
  FROM reservation r JOIN "user" u ON u.id = r.user_id
  WHERE r.gpu_id = $1 AND r.start_time IS NOT NULL
    AND tstzrange(r.start_time, r.end_time, '[)') && tstzrange($2, $3, '[)')
  ORDER BY r.start_time`;

/** What the charts of a GPU show; null for one that the viewer does not see. */
export async function gpuChart(viewer: Viewer, gpuId: number): Promise<GpuChart | null> {
  const [gpu] = await sql<GpuRow>(GPU, [viewer.id, viewer.isAdmin, gpuId]);
  if (!gpu) return null;
  const now = decisionTime(gpu.now);
  const grid = gridUntil(now.getTime(), settings().MAX_DISPLAY_DAYS * DAY);
  const [series, uses] = await Promise.all([
    seriesOf(viewer, grid, gpuId),
    sql<UseRow>(USES, [gpuId, new Date(grid.from), now]),
  ]);
  const nothing = new Array<null>(grid.steps).fill(null);
  return {
    grid,
    series: series.get(gpuId) ?? {
      temperature: nothing,
      load: nothing,
      memoryLoad: nothing,
      memoryUsed: nothing,
    },
    uses: uses.map(
      ({ from, to, name, lab, user_id }): ChartUse => ({
        from: from.getTime(),
        to: to.getTime(),
        name,
        lab,
        isOwn: user_id === viewer.id,
      }),
    ),
    memoryTotal: gpu.memory_total,
    temperatureLimit: gpu.temperature_limit,
  };
}
