/**
 * The GPUs that exist for a viewer, each with the people who hold it or wait for it. One statement
 * for all of them, scoped by the access row: whoever has none learns nothing, not even a count.
 */
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { longestReservationHours } from "@/lib/domain/limits";
import { NO_PAST, type Past } from "@/lib/domain/past";
import { maySeeConnectionInfo, type Viewer } from "@/lib/domain/permissions";
import type { Outage, ReservationStatus } from "@/lib/domain/words";
import { describeQueue } from "./describe";
import { OUTAGES, RESERVATION_COLUMNS, type ReservationRow, toReservation } from "./engine/load";
import { pastOf } from "./queries-past";
import type { Queue } from "./views";

type Row = Omit<ReservationRow, "id"> & {
  id: number | null;
  now: Date;
  gpu_id: number;
  server: string;
  gpu_name: string;
  model: string;
  cuda_version: string;
  max_hours: number;
  enabled: boolean;
  fault: string | null;
  outages: Outage[];
  own_priority: number | null;
  own_enabled: boolean | null;
  own_multiplier: number;
  name: string;
  lab: string;
};

const LOAD = `
  SELECT (SELECT clock_timestamp()) AS now, g.id AS gpu_id, s.name AS server,
         s.name || '-' || g.gpu_index AS gpu_name, g.model, g.cuda_version, g.max_hours,
         g.status AS enabled, g.fault, ${OUTAGES} AS outages, own.priority AS own_priority, own.status AS own_enabled,
         viewer.time_multiplier AS own_multiplier, r.name, r.lab, ${RESERVATION_COLUMNS}
  FROM "user" viewer
  CROSS JOIN gpu g
  JOIN server s ON s.id = g.server_id
  LEFT JOIN user_gpu_access own ON own.gpu_id = g.id AND own.user_id = viewer.id
  LEFT JOIN reservation_standing r
    ON r.gpu_id = g.id AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
  WHERE viewer.id = $1 AND ($2 OR own.user_id IS NOT NULL) AND ($3::int IS NULL OR g.id = $3)`;

const isReservation = (row: Row): row is Row & { id: number } => row.id !== null;

function toQueue(rows: readonly [Row, ...Row[]], past: Past = NO_PAST): Queue {
  const [gpu] = rows;
  const live = rows.filter(isReservation);
  return describeQueue({
    gpu: {
      id: gpu.gpu_id,
      server: gpu.server,
      gpuName: gpu.gpu_name,
      model: gpu.model,
      cudaVersion: gpu.cuda_version,
      enabled: gpu.enabled,
      fault: gpu.fault,
    },
    access:
      gpu.own_priority === null || gpu.own_enabled === null
        ? null
        : { priority: gpu.own_priority, enabled: gpu.own_enabled },
    longestHours: longestReservationHours(gpu.max_hours, gpu.own_multiplier),
    state: {
      enabled: gpu.enabled,
      healthy: gpu.fault === null,
      outages: gpu.outages,
      reservations: live.map(toReservation),
    },
    past,
    people: new Map(live.map(({ user_id, name, lab }) => [user_id, { name, lab }])),
    now: decisionTime(gpu.now).getTime(),
  });
}

async function load(viewer: Viewer, gpuId: number | null): Promise<Queue[]> {
  const rows = await sql<Row>(LOAD, [viewer.id, viewer.isAdmin, gpuId]);
  const byGpu = new Map<number, [Row, ...Row[]]>();
  for (const row of rows) {
    const known = byGpu.get(row.gpu_id);
    if (known) known.push(row);
    else byGpu.set(row.gpu_id, [row]);
  }
  const first = rows[0];
  // Nothing is estimated where nobody is before a newcomer.
  const inUse = new Set(rows.filter(isReservation).map(({ gpu_id }) => gpu_id));
  const past = first
    ? await pastOf([...inUse], decisionTime(first.now).getTime())
    : new Map<number, Past>();
  const natural = new Intl.Collator("en", { numeric: true });
  return [...byGpu.values()]
    .map((rows) => toQueue(rows, past.get(rows[0].gpu_id)))
    .sort((a, b) => natural.compare(a.gpu.gpuName, b.gpu.gpuName));
}

/** Every GPU that the viewer sees, by server and number. */
export function visibleQueues(viewer: Viewer): Promise<Queue[]> {
  return load(viewer, null);
}

/** One GPU that the viewer sees; null for any other, whether or not it exists. */
export async function findVisibleQueue(viewer: Viewer, gpuId: number): Promise<Queue | null> {
  return (await load(viewer, gpuId))[0] ?? null;
}

type ConnectionRow = {
  connection_info: string;
  user_id: number | null;
  status: ReservationStatus | null;
};

/**
 * How to reach a GPU: for administrators, and for whoever uses it at this moment; null for all
 * others. Asked on its own, so that no other answer can carry it by mistake.
 */
export async function connectionInfo(viewer: Viewer, gpuId: number): Promise<string | null> {
  const [row] = await sql<ConnectionRow>(
    `SELECT g.connection_info, r.user_id, r.status
     FROM gpu g LEFT JOIN reservation r ON r.gpu_id = g.id AND r.status = 'ACTIVE'
     WHERE g.id = $1`,
    [gpuId],
  );
  if (!row) return null;
  const { user_id: userId, status } = row;
  const holder = userId !== null && status !== null ? { userId, status } : null;
  return maySeeConnectionInfo(viewer, holder) ? row.connection_info : null;
}
