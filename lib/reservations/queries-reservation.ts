import { sql } from "@/lib/db";
import type { Viewer } from "@/lib/domain/permissions";
import { isLive } from "@/lib/domain/reservation";
import { RESERVATION_COLUMNS, type ReservationRow, toReservation } from "./engine/load";
import { liveReservation } from "./live";
import { findVisibleQueue } from "./queries";
import type { FoundReservation } from "./views";

type Row = ReservationRow & {
  gpu_id: number;
  model: string;
  gpu_name: string;
  name: string;
  lab: string;
  ended_by_name: string | null;
};

const FIND = `
  SELECT r.gpu_id, g.model, s.name || '-' || g.gpu_index AS gpu_name, r.name, r.lab,
         e.name AS ended_by_name, ${RESERVATION_COLUMNS}
  FROM reservation_standing r
  JOIN gpu g ON g.id = r.gpu_id
  JOIN server s ON s.id = g.server_id
  LEFT JOIN "user" e ON e.id = r.ended_by
  WHERE r.id = $1 AND ($3 OR (r.user_id = $2 AND r.has_access))`;

/**
 * A reservation of the viewer on a GPU that they see; for administrators anyone's. Null for every
 * other id, whether or not there is such a reservation.
 */
export async function findReservation(
  viewer: Viewer,
  id: number,
  triesLeft = 3,
): Promise<FoundReservation | null> {
  const [row] = await sql<Row>(FIND, [id, viewer.id, viewer.isAdmin]);
  if (!row || triesLeft === 0) return null;
  const details = toReservation(row);
  const found = {
    details,
    gpu: { id: row.gpu_id, model: row.model, gpuName: row.gpu_name },
    owner: { name: row.name, lab: row.lab },
    endedBy: row.ended_by_name,
  };
  if (!isLive(details)) return { ...found, live: null };
  const queue = await findVisibleQueue(viewer, row.gpu_id);
  const live = queue && liveReservation(queue, id);
  if (live) return { ...found, details: live.details, live };
  // Not in the queue any more: it ended between the two statements.
  return findReservation(viewer, id, triesLeft - 1);
}
