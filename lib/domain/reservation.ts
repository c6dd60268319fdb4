import type { FinalStatus, LiveStatus, Reservation, ReservationStatus } from "./words";

/**
 * The life of a reservation, whole. The database refuses every other transition
 * (`reservation_guard_transition`). WAITING → ACTIVE is a turn that starts by itself.
 */
export const TRANSITIONS: Readonly<Record<ReservationStatus, readonly ReservationStatus[]>> = {
  WAITING: ["NOTIFIED", "ACTIVE", "CANCELLED"],
  NOTIFIED: ["ACTIVE", "EXPIRED", "CANCELLED", "WAITING"],
  ACTIVE: ["COMPLETED"],
  COMPLETED: [],
  EXPIRED: [],
  CANCELLED: [],
};

export const LIVE_STATUSES = ["WAITING", "NOTIFIED", "ACTIVE"] as const satisfies LiveStatus[];
export const FINAL_STATUSES = [
  "COMPLETED",
  "EXPIRED",
  "CANCELLED",
] as const satisfies FinalStatus[];

/** What is chosen when a reservation is made; everything else begins the same for all. */
export type NewReservation = Pick<
  Reservation,
  "id" | "userId" | "durationHours" | "autoStart" | "priority" | "reservedAt"
>;

/** A reservation as it is made: it waits for its first turn. */
export function newReservation(chosen: NewReservation): Reservation {
  const { id, userId, durationHours, autoStart, priority, reservedAt } = chosen;
  // Field by field: the simulator makes so many that spreading is felt.
  return {
    id,
    userId,
    durationHours,
    autoStart,
    priority,
    reservedAt,
    status: "WAITING",
    eligible: true,
    notifiedAt: null,
    startsAt: null,
    endsAt: null,
    turn: 0,
    gaveWay: false,
    passedOver: false,
    movedToFrontAt: null,
    reminded: [],
    endCause: null,
    endReason: null,
  };
}

/** Whether the reservation can still change. */
export function isLive(reservation: Reservation): boolean {
  return TRANSITIONS[reservation.status].length > 0;
}

/** Whether the reservation holds its GPU: its turn is offered, or it is in use. */
export function isHolder(reservation: Reservation): boolean {
  return reservation.status === "NOTIFIED" || reservation.status === "ACTIVE";
}
