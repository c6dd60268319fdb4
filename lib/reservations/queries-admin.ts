/** All reservations as administrators see them. */
import { sql } from "@/lib/db";
import type { EndCause, ReservationStatus } from "@/lib/domain/words";
import type { ReservationFilters, ReservationSort } from "./schema-admin";
import type { GpuName, Person } from "./views";

export type ManagedReservation = {
  readonly id: number;
  readonly user: Person & { readonly id: number; readonly username: string };
  readonly gpu: GpuName;
  readonly status: ReservationStatus;
  readonly durationHours: number;
  /** Epoch ms, as all instants here. */
  readonly reservedAt: number;
  readonly notifiedAt: number | null;
  readonly startsAt: number | null;
  /** Planned while ACTIVE, actual afterwards. */
  readonly endsAt: number | null;
  readonly endCause: EndCause | null;
  readonly endReason: string | null;
  /** Who ended it, when a person did. */
  readonly endedBy: string | null;
};

type Row = {
  id: number;
  user_id: number;
  name: string;
  username: string;
  lab: string;
  gpu_id: number;
  model: string;
  gpu_name: string;
  status: ReservationStatus;
  duration: number;
  reservation_time: Date;
  notification_time: Date | null;
  start_time: Date | null;
  end_time: Date | null;
  end_cause: EndCause | null;
  end_reason: string | null;
  ended_by: string | null;
};

const PAGE_SIZE = 50;

// A reservation lies in a period when it lived at some time of it.
const MATCHING = `
  FROM reservation r
  JOIN "user" u ON u.id = r.user_id
  JOIN gpu g ON g.id = r.gpu_id
  JOIN server s ON s.id = g.server_id
  LEFT JOIN "user" e ON e.id = r.ended_by
  WHERE ($1 = 'all' OR (r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')) = ($1 = 'live'))
    AND ($2::int IS NULL OR r.gpu_id = $2)
    AND ($3 = '' OR position(lower($3) IN lower(concat_ws(E'\\n', u.username, u.name, u.lab))) > 0)
    AND ($4::timestamptz IS NULL OR r.end_cause IS NULL OR r.end_time >= $4)
    AND ($5::timestamptz IS NULL OR r.reservation_time < $5)`;

/** What each sort orders by; nothing else ever reaches ORDER BY. */
const ORDERS: Readonly<Record<ReservationSort, string>> = {
  "": "r.reservation_time DESC",
  reserved: "r.reservation_time",
  start: "r.start_time NULLS LAST",
  "-start": "r.start_time DESC NULLS LAST",
  end: "r.end_time NULLS LAST",
  "-end": "r.end_time DESC NULLS LAST",
  user: "lower(u.name)",
  "-user": "lower(u.name) DESC",
  gpu: "s.name, g.gpu_index",
  "-gpu": "s.name DESC, g.gpu_index DESC",
};

const toReservation = (row: Row): ManagedReservation => ({
  id: row.id,
  user: { id: row.user_id, username: row.username, name: row.name, lab: row.lab },
  gpu: { id: row.gpu_id, model: row.model, gpuName: row.gpu_name },
  status: row.status,
  durationHours: row.duration,
  reservedAt: row.reservation_time.getTime(),
  notifiedAt: row.notification_time?.getTime() ?? null,
  startsAt: row.start_time?.getTime() ?? null,
  endsAt: row.end_time?.getTime() ?? null,
  endCause: row.end_cause,
  endReason: row.end_reason,
  endedBy: row.ended_by,
});

export type ReservationList = {
  readonly reservations: readonly ManagedReservation[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
};

/** From the beginning of one day up to the beginning of another; null for an open end. */
export type Period = { readonly from: Date | null; readonly before: Date | null };

async function select(
  matching: readonly unknown[],
  sort: ReservationSort,
  limit: number,
  offset: number,
): Promise<ManagedReservation[]> {
  const rows = await sql<Row>(
    `SELECT r.id, r.user_id, u.name, u.username, u.lab, r.gpu_id, g.model,
            s.name || '-' || g.gpu_index AS gpu_name, r.status, r.duration, r.reservation_time,
            r.notification_time, r.start_time, r.end_time, r.end_cause, r.end_reason,
            e.name AS ended_by
     ${MATCHING} ORDER BY ${ORDERS[sort]}, r.id DESC LIMIT $6 OFFSET $7`,
    [...matching, limit, offset],
  );
  return rows.map(toReservation);
}

/** One page of the reservations that match; a page beyond the last is the last. */
export async function listReservations(
  filters: ReservationFilters,
  period: Period,
): Promise<ReservationList> {
  const { group, gpu, search, sort } = filters;
  const matching = [group, gpu, search, period.from, period.before];
  const [counted] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count ${MATCHING}`,
    matching,
  );
  const count = counted?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const page = Math.min(filters.page, pages);
  const offset = (page - 1) * PAGE_SIZE;
  const reservations = await select(matching, sort, PAGE_SIZE, offset);
  return { reservations, count, page, pages };
}

/** What a spreadsheet still opens. */
const MOST_IN_FILE = 1_000_000;

/** Every reservation that matches, in their order. */
export function allReservations(
  { group, gpu, search, sort }: ReservationFilters,
  { from, before }: Period,
): Promise<ManagedReservation[]> {
  return select([group, gpu, search, from, before], sort, MOST_IN_FILE, 0);
}
