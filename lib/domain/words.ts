/**
 * The words of gpusched, as people use them.
 *
 * | word              | meaning                                                                    |
 * |-------------------|----------------------------------------------------------------------------|
 * | reservation       | one user's request for one GPU, for a number of whole hours                |
 * | queue             | the WAITING reservations of a GPU: what was moved to the front (the latest |
 * |                   | first), then by (priority, reservation time, id)                           |
 * | turn              | the moment a reservation leaves the queue and the GPU is held for its user |
 * | holder            | the one reservation of a GPU that is NOTIFIED or ACTIVE                    |
 * | claim window      | how long a turn may stay unclaimed before it passes on                     |
 * | eligible          | its account is ACTIVE and its access is enabled                            |
 * | longest reservation | floor(the GPU's max hours × the user's time multiplier), in hours        |
 * | outage            | from when to when a GPU is out for maintenance                             |
 *
 * This folder decides; it knows no clock, no database and no environment. Whatever it needs to
 * know is an argument.
 */

/** Milliseconds since the Unix epoch. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type AccountStatus = "PENDING" | "ACTIVE" | "DISABLED";
export type LiveStatus = "WAITING" | "NOTIFIED" | "ACTIVE";
export type FinalStatus = "COMPLETED" | "EXPIRED" | "CANCELLED";
export type ReservationStatus = LiveStatus | FinalStatus;

/** Why a reservation ended. */
export type EndCause =
  | "TIME_UP"
  | "RELEASED"
  | "ENDED_BY_ADMIN"
  | "MAINTENANCE"
  | "CLAIM_WINDOW_OVER"
  | "CANCELLED"
  | "DECLINED"
  | "CANCELLED_BY_ADMIN";

/** A reservation with what decides its place. Priority and eligibility are read at the decision. */
export type Reservation = {
  readonly id: number;
  readonly userId: number;
  readonly status: ReservationStatus;
  readonly durationHours: number;
  readonly autoStart: boolean;
  /** 0 before 1 before 2. */
  readonly priority: number;
  readonly eligible: boolean;
  readonly reservedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly startsAt: Instant | null;
  /** Planned while ACTIVE, actual once ended. */
  readonly endsAt: Instant | null;
  /** How many turns it has had. */
  readonly turn: number;
  /** Let the next one go first already; possible once. */
  readonly gaveWay: boolean;
  /** Not considered for the next turn. */
  readonly passedOver: boolean;
  /** When an administrator moved it to the front of its queue. */
  readonly movedToFrontAt: Instant | null;
  /** Marks of the "ending soon" notices already given. */
  readonly reminded: readonly string[];
  readonly endCause: EndCause | null;
  readonly endReason: string | null;
};

/** When a GPU is out for maintenance, half-open; `until` is null while nobody knows. */
export type Outage = {
  readonly from: Instant;
  readonly until: Instant | null;
  /** Why, in an administrator's words. Decides nothing. */
  readonly reason?: string;
};

/** One GPU and its live reservations, in no particular order. */
export type GpuState = {
  readonly enabled: boolean;
  readonly healthy: boolean;
  readonly outages: readonly Outage[];
  readonly reservations: readonly Reservation[];
};

/** Half-open wall-clock hours, "23:00" to "08:00", in which no claim window runs. */
export type QuietHours = { readonly start: string; readonly end: string };

/** The rules that an installation may set. */
export type Policy = {
  readonly claimWindowMinutes: number;
  readonly quietHours: QuietHours | null;
  /** The lab's zone, in which quiet hours are meant. */
  readonly timeZone: string;
  /** Minutes before the end at which "ending soon" is said. */
  readonly endingSoonMinutes: readonly number[];
  readonly maxLiveReservations: number;
};
