import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { fitting, outageAt } from "@/lib/domain/outages";
import { dueOfHolder } from "@/lib/domain/settle";
import type { Instant, Outage, Reservation } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { OUTAGES, RESERVATION_COLUMNS, type ReservationRow, toReservation } from "./load";

type Wish = Pick<Reservation, "autoStart" | "durationHours">;
type Row = { gpu_id: number; now: Date; outages: Outage[]; wishes: Wish[] } & (
  | ReservationRow
  | { id: null }
);

const WAITERS = `
  FROM reservation_standing w WHERE w.gpu_id = g.id AND w.status = 'WAITING' AND w.eligible`;

// Every GPU that is held (by one holder at most), and every one that could be given to a waiter:
// where nobody holds it, with what those ask for who could go.
const CANDIDATES = `
  SELECT g.id AS gpu_id, clock_timestamp() AS now, ${OUTAGES} AS outages, holder.*,
    CASE WHEN holder.id IS NULL THEN ARRAY(
      SELECT DISTINCT jsonb_build_object('autoStart', w.auto_start, 'durationHours', w.duration)
      ${WAITERS}) ELSE '{}' END AS wishes
  FROM gpu g
  LEFT JOIN LATERAL (
    SELECT ${RESERVATION_COLUMNS} FROM reservation_standing r
    WHERE r.gpu_id = g.id AND r.status IN ('NOTIFIED', 'ACTIVE')
  ) AS holder ON true
  WHERE holder.id IS NOT NULL
    OR (g.status AND g.fault IS NULL AND EXISTS (SELECT ${WAITERS}))
  ORDER BY g.id`;

/** Something that is due on a GPU. */
export type Due = {
  readonly gpuId: number;
  /** Since when, in epoch ms; null for a turn, of which this look does not tell it. */
  readonly since: Instant | null;
  readonly isTurn: boolean;
};

function dueIn(row: Row): Due | null {
  const rules = policy();
  const at = decisionTime(row.now).getTime();
  const gpuId = row.gpu_id;
  if (row.id === null) {
    const isDue = !outageAt(row, at) && fitting(row, row.wishes, rules, at).length > 0;
    return isDue ? { gpuId, since: null, isTurn: true } : null;
  }
  const step = dueOfHolder(toReservation(row), row, rules, at);
  if (!step) return null;
  const isEnding = step.event === "completed" || step.event === "turn-passed-on";
  return { gpuId, since: isEnding ? step.after.endsAt : at, isTurn: false };
}

/**
 * What is due on each GPU: an end, a claim deadline, a reminder, a turn. Looks without locks;
 * `settleGpu` decides again under the GPU's lock.
 */
export async function whatIsDue(): Promise<Due[]> {
  return (await sql<Row>(CANDIDATES)).flatMap((row) => dueIn(row) ?? []);
}

/** Ids of the GPUs on which something is due. */
export async function gpusWithSomethingDue(): Promise<number[]> {
  return (await whatIsDue()).map(({ gpuId }) => gpuId);
}
