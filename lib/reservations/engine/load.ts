/** A reservation as it stands in the database, for the core. */
import type { EndCause, Reservation, ReservationStatus } from "@/lib/domain/words";

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
export const OUTAGES = "outages_of(g.id)";

/** What the core is told of a row `r` of `reservation_standing`. */
export const RESERVATION_COLUMNS = `
  r.id, r.user_id, r.status, r.duration, r.auto_start, r.reservation_time, r.notification_time,
  r.start_time, r.end_time, r.turn, r.gave_way, r.passed_over, r.moved_to_front_at, r.end_cause,
  r.end_reason, r.priority, r.eligible, r.reminded`;

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
