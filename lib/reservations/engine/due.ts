import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { outageAt } from "@/lib/domain/outages";
import { dueOfHolder } from "@/lib/domain/settle";
import type { Outage } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import {
  OUTAGES,
  RESERVATION_COLUMNS,
  RESERVATION_TABLES,
  type ReservationRow,
  toReservation,
} from "./load";

type Row = { gpu_id: number; now: Date; outages: Outage[] } & (ReservationRow | { id: null });

// Every GPU that is held (by one holder at most), and every one that could be given to a waiter.
const CANDIDATES = `
  SELECT g.id AS gpu_id, clock_timestamp() AS now, ${OUTAGES} AS outages, holder.*
  FROM gpu g
  LEFT JOIN LATERAL (
    SELECT ${RESERVATION_COLUMNS} FROM ${RESERVATION_TABLES}
    WHERE r.gpu_id = g.id AND r.status IN ('NOTIFIED', 'ACTIVE')
  ) AS holder ON true
  WHERE holder.id IS NOT NULL
    OR (g.status AND g.fault IS NULL AND EXISTS (
      SELECT FROM reservation w
      JOIN "user" u ON u.id = w.user_id AND u.status = 'ACTIVE'
      JOIN user_gpu_access a ON a.user_id = w.user_id AND a.gpu_id = w.gpu_id AND a.status
      WHERE w.gpu_id = g.id AND w.status = 'WAITING'))
  ORDER BY g.id`;

/**
 * Ids of the GPUs on which something is due: an end, a claim deadline, a reminder, a turn. Looks
 * without locks; `settleGpu` decides again under the GPU's lock.
 */
export async function gpusWithSomethingDue(): Promise<number[]> {
  const rules = policy();
  const rows = await sql<Row>(CANDIDATES);
  const isDue = (row: Row) => {
    const at = decisionTime(row.now).getTime();
    if (row.id === null) return !outageAt(row, at);
    return dueOfHolder(toReservation(row), row, rules, at) !== null;
  };
  return rows.filter(isDue).map(({ gpu_id }) => gpu_id);
}
