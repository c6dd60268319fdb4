/**
 * What somebody's calendar is to hold of their reservation. Calendars take an entry by mail and
 * know it again by its UID; of two versions the one with the higher SEQUENCE is true.
 */
import type { EventName, Step } from "./decision";
import { HOUR, type Instant, type Reservation } from "./words";

export type CalendarStanding = "tentative" | "confirmed" | "cancelled";

/** An entry as it stands after something happened. */
export type CalendarEntry = {
  readonly standing: CalendarStanding;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When it became so. */
  readonly at: Instant;
  readonly sequence: number;
  readonly because: EventName;
};

const TENTH = 100;
/** What calendars can count to. */
const MOST = 2_147_483_647;

/**
 * The SEQUENCE of an entry that is true at an instant: tenths of a second since the reservation
 * was made. Whatever is told later has a higher one, in mails and in the feed alike, and nobody
 * needs to keep count; it lasts for 6.8 years.
 */
export function sequenceAt(reservedAt: Instant, now: Instant): number {
  return Math.min(MOST, Math.max(0, Math.floor((now - reservedAt) / TENTH)));
}

/** When a turn would be used, as far as its time can be told before it starts. */
export function timeOfTurn(reservation: Reservation, notifiedAt: Instant) {
  return { startsAt: notifiedAt, endsAt: notifiedAt + reservation.durationHours * HOUR };
}

/** Calendars know seconds; an entry without length is none. */
const hasLength = (startsAt: Instant, endsAt: Instant) =>
  Math.floor(endsAt / 1_000) > Math.floor(startsAt / 1_000);

function placeOf(
  { event, after }: Step,
  before: Reservation | undefined,
): Pick<CalendarEntry, "standing" | "startsAt" | "endsAt"> | null {
  const { status, startsAt, endsAt } = after;
  if (event === "reserved" || event === "ending-soon") return null;
  if (startsAt !== null && endsAt !== null && (status === "ACTIVE" || status === "COMPLETED")) {
    // It ended when the calendar says that it would.
    if (after.endCause === "TIME_UP") return null;
    return { standing: hasLength(startsAt, endsAt) ? "confirmed" : "cancelled", startsAt, endsAt };
  }
  const notifiedAt = after.notifiedAt ?? before?.notifiedAt ?? null;
  // What never had a turn has never been told to a calendar.
  if (notifiedAt === null) return null;
  const standing = status === "NOTIFIED" ? "tentative" : "cancelled";
  return { standing, ...timeOfTurn(after, notifiedAt) };
}

/**
 * What a step changes in the calendar of its user; null when nothing.
 * @param before the reservation as it stood before
 */
export function entryAfter(
  step: Step,
  before: Reservation | undefined,
  now: Instant,
): CalendarEntry | null {
  const place = placeOf(step, before);
  if (!place) return null;
  const sequence = sequenceAt(step.after.reservedAt, now);
  return { ...place, at: now, sequence, because: step.event };
}
