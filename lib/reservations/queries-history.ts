import { sql } from "@/lib/db";
import type { Viewer } from "@/lib/domain/permissions";
import type { EndCause, FinalStatus } from "@/lib/domain/words";
import type { PastReservation } from "./views";

const PAGE_SIZE = 10;

type Row = {
  id: number;
  gpu_id: number;
  model: string;
  gpu_name: string;
  status: FinalStatus;
  duration: number;
  reservation_time: Date;
  notification_time: Date | null;
  start_time: Date | null;
  end_time: Date;
  end_cause: EndCause;
  end_reason: string | null;
};

// What is not visible any more is not history either.
const OWN_PAST = `
  FROM reservation r
  JOIN gpu g ON g.id = r.gpu_id
  JOIN server s ON s.id = g.server_id
  LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
  WHERE r.user_id = $1 AND r.status IN ('COMPLETED', 'EXPIRED', 'CANCELLED')
    AND ($2 OR a.user_id IS NOT NULL)`;

const toPast = (row: Row): PastReservation => ({
  id: row.id,
  gpu: { id: row.gpu_id, model: row.model, gpuName: row.gpu_name },
  status: row.status,
  durationHours: row.duration,
  reservedAt: row.reservation_time.getTime(),
  notifiedAt: row.notification_time?.getTime() ?? null,
  startsAt: row.start_time?.getTime() ?? null,
  endsAt: row.end_time.getTime(),
  endCause: row.end_cause,
  endReason: row.end_reason,
});

export type History = {
  readonly reservations: readonly PastReservation[];
  readonly page: number;
  readonly pages: number;
};

/** The viewer's own ended reservations on GPUs that they see, last ended first, 10 a page. */
export async function history(viewer: Viewer, wantedPage: number): Promise<History> {
  const values = [viewer.id, viewer.isAdmin];
  const [counted] = await sql<{ total: number }>(
    `SELECT count(*)::int AS total ${OWN_PAST}`,
    values,
  );
  const pages = Math.max(1, Math.ceil((counted?.total ?? 0) / PAGE_SIZE));
  const page = Math.min(Math.max(1, wantedPage), pages);
  const rows = await sql<Row>(
    `SELECT r.id, r.gpu_id, g.model, s.name || '-' || g.gpu_index AS gpu_name, r.status,
            r.duration, r.reservation_time, r.notification_time, r.start_time, r.end_time,
            r.end_cause, r.end_reason
     ${OWN_PAST}
     ORDER BY r.end_time DESC, r.id DESC LIMIT $3 OFFSET $4`,
    [...values, PAGE_SIZE, (page - 1) * PAGE_SIZE],
  );
  return { reservations: rows.map(toPast), page, pages };
}
