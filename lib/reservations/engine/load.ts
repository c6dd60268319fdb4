import { decisionTime } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import type {
  EndCause,
  GpuState,
  Instant,
  Outage,
  Reservation,
  ReservationStatus,
} from "@/lib/domain/words";

/** What the engine knows of a GPU whose row it has locked. */
export type LockedGpu = {
  readonly id: number;
  readonly model: string;
  readonly gpuName: string;
  readonly maxHours: number;
  readonly state: GpuState;
  /** The instant at which this transaction decides. */
  readonly now: Instant;
};

type GpuRow = {
  id: number;
  model: string;
  gpu_name: string;
  max_hours: number;
  enabled: boolean;
  healthy: boolean;
};

export type ReservationRow = {
  id: number;
  user_id: number;
  status: ReservationStatus;
  duration: number;
  auto_start: boolean;
  priority: number;
  eligible: boolean;
  reservation_time: Date;
  notification_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
  turn: number;
  gave_way: boolean;
  passed_over: boolean;
  moved_to_front_at: Date | null;
  end_cause: EndCause | null;
  end_reason: string | null;
  reminded: string[];
};

/** The outages of the GPU `g`, as the core knows them. */
export const OUTAGES = `
  ARRAY(SELECT json_build_object(
      'from', extract(epoch FROM m.begins_at) * 1000, 'until', extract(epoch FROM m.ends_at) * 1000,
      'reason', m.reason)
    FROM maintenance m WHERE (m.gpu_id = g.id OR m.server_id = g.server_id)
      AND m.begins_at IS DISTINCT FROM m.ends_at)`;

// A lock of its own statement: the next one sees what the transaction that held it committed, other
// tables' rows too.
// NO KEY UPDATE, because new rows that merely refer to the GPU need not wait for a decision.
const LOCK_GPU = `
  SELECT g.id, g.model, s.name || '-' || g.gpu_index AS gpu_name, g.max_hours,
         g.status AS enabled, g.fault IS NULL AS healthy
  FROM gpu g JOIN server s ON s.id = g.server_id
  WHERE g.id = $1
  FOR NO KEY UPDATE OF g`;

/**
 * A reservation with what decides its place; without an access row it is last and not eligible.
 * Who was reminded is in the log: whoever does without the mail is not reminded again and again.
 */
export const RESERVATION_COLUMNS = `
  r.id, r.user_id, r.status, r.duration, r.auto_start, r.reservation_time, r.notification_time,
  r.start_time, r.end_time, r.turn, r.gave_way, r.passed_over, r.moved_to_front_at, r.end_cause, r.end_reason,
  coalesce(a.priority, 2147483647) AS priority,
  u.status = 'ACTIVE' AND coalesce(a.status, false) AS eligible,
  CASE r.status WHEN 'ACTIVE' THEN
    ARRAY(SELECT l.details->>'mark' FROM audit_log l
      WHERE l.subject_type = 'reservation' AND l.subject_id = r.id
        AND l.action = 'reservation.ending-soon' AND l.details ? 'mark')
  ELSE '{}' END AS reminded`;

export const RESERVATION_TABLES = `
  reservation r
  JOIN "user" u ON u.id = r.user_id
  LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id`;

type LiveRow = ReservationRow & { now: Date; outages: Outage[] };

const LOAD_LIVE = `
  SELECT clock_timestamp() AS now, ${OUTAGES} AS outages, live.*
  FROM gpu g
  LEFT JOIN (
    SELECT ${RESERVATION_COLUMNS} FROM ${RESERVATION_TABLES}
    WHERE r.gpu_id = $1 AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
  ) AS live ON true
  WHERE g.id = $1`;

/** A row as the core knows it. */
export function toReservation(row: ReservationRow): Reservation {
  return {
    id: row.id,
    userId: row.user_id,
    status: row.status,
    durationHours: row.duration,
    autoStart: row.auto_start,
    priority: row.priority,
    eligible: row.eligible,
    reservedAt: row.reservation_time.getTime(),
    notifiedAt: row.notification_time?.getTime() ?? null,
    startsAt: row.start_time?.getTime() ?? null,
    endsAt: row.end_time?.getTime() ?? null,
    turn: row.turn,
    gaveWay: row.gave_way,
    passedOver: row.passed_over,
    movedToFrontAt: row.moved_to_front_at?.getTime() ?? null,
    reminded: row.reminded,
    endCause: row.end_cause,
    endReason: row.end_reason,
  };
}

/** The outages of GPUs that are locked, as a transaction has just left them; by GPU. */
export async function outagesOf(
  tx: Transaction,
  gpuIds: readonly number[],
): Promise<Map<number, Outage[]>> {
  const { rows } = await tx.query<{ id: number; outages: Outage[] }>(
    `SELECT g.id, ${OUTAGES} AS outages FROM gpu g WHERE g.id = ANY($1)`,
    [gpuIds],
  );
  return new Map(rows.map(({ id, outages }) => [id, outages]));
}

/** Locks a GPU until the transaction ends and loads what decides on it; null when there is none. */
export async function lockGpu(tx: Transaction, gpuId: number): Promise<LockedGpu | null> {
  const [gpu] = (await tx.query<GpuRow>(LOCK_GPU, [gpuId])).rows;
  if (!gpu) return null;
  const { rows } = await tx.query<LiveRow>(LOAD_LIVE, [gpuId]);
  const [first] = rows;
  if (!first) throw new Error("the live reservations came without a time");
  return {
    id: gpu.id,
    model: gpu.model,
    gpuName: gpu.gpu_name,
    maxHours: gpu.max_hours,
    now: decisionTime(first.now).getTime(),
    state: {
      enabled: gpu.enabled,
      healthy: gpu.healthy,
      outages: first.outages,
      reservations: rows.filter((row) => row.id !== null).map(toReservation),
    },
  };
}
