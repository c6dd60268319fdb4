import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { dueOfHolder } from "@/lib/domain/settle";
import { policy } from "@/lib/policy";
import {
  RESERVATION_COLUMNS,
  RESERVATION_TABLES,
  type ReservationRow,
  toReservation,
} from "./load";

type Row = { gpu_id: number; now: Date } & (ReservationRow | { id: null });

// Every GPU that is held (by one holder at most), and every one that could be given to a waiter.
const CANDIDATES = `
  SELECT g.id AS gpu_id, clock_timestamp() AS now, holder.*
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
  return rows
    .filter(
      (row) =>
        row.id === null ||
        dueOfHolder(toReservation(row), rules, decisionTime(row.now).getTime()) !== null,
    )
    .map(({ gpu_id }) => gpu_id);
}
