/** Words for examples about the core: people are numbers, times are Taipei's wall clock. */
import { Temporal } from "temporal-polyfill";
import { newReservation } from "@/lib/domain/reservation";
import type { GpuState, Instant, Policy, Reservation } from "@/lib/domain/words";

/** The rules a fresh installation has, without quiet hours: those have examples of their own. */
export const RULES: Policy = {
  claimWindowMinutes: 60,
  quietHours: null,
  timeZone: "Asia/Taipei",
  endingSoonMinutes: [60, 10],
  maxLiveReservations: 3,
};

/** "2026-03-02 22:30" on the wall clock of a zone. */
export function at(wallClock: string, timeZone = "Asia/Taipei"): Instant {
  return Temporal.PlainDateTime.from(wallClock).toZonedDateTime(timeZone).epochMilliseconds;
}

/** The moment at which the examples play, unless they say otherwise. */
export const NOON = at("2026-03-02 12:00");

/** A waiting reservation of 2 hours; `id` is its user's number too. */
export function waiting(id: number, details: Partial<Reservation> = {}): Reservation {
  const chosen = { durationHours: 2, autoStart: false, priority: 1 };
  const reservedAt = NOON - 86_400_000 + id;
  return { ...newReservation({ id, userId: id, reservedAt, ...chosen }), ...details };
}

/** A reservation whose turn was given at `notifiedAt`. */
export function notified(id: number, notifiedAt: Instant, details: Partial<Reservation> = {}) {
  return waiting(id, { status: "NOTIFIED", notifiedAt, turn: 1, ...details });
}

/** A use of `hours` that began at `startsAt`. */
export function using(
  id: number,
  startsAt: Instant,
  hours = 2,
  details: Partial<Reservation> = {},
): Reservation {
  return waiting(id, {
    status: "ACTIVE",
    durationHours: hours,
    notifiedAt: startsAt,
    startsAt,
    endsAt: startsAt + hours * 3_600_000,
    turn: 1,
    ...details,
  });
}

/** An enabled, healthy GPU with these live reservations. */
export function gpu(
  reservations: readonly Reservation[],
  details: Partial<GpuState> = {},
): GpuState {
  return { enabled: true, healthy: true, outages: [], reservations, ...details };
}

/** What happened, as "event id" words. */
export function told(steps: readonly { event: string; after: Reservation }[]): string[] {
  return steps.map(({ event, after }) => `${event} ${after.id}`);
}

/** Who stands where afterwards, as "id STATUS" words in the order of the ids. */
export function standing(state: GpuState): string[] {
  return [...state.reservations]
    .sort((a, b) => a.id - b.id)
    .map(({ id, status }) => `${id} ${status}`);
}
