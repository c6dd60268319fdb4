/**
 * What an old reservation is: the original kept no status, only which of its times were written.
 *
 * | notified | started | ended             | it is                                             |
 * |----------|---------|-------------------|---------------------------------------------------|
 * |          |         |                   | WAITING                                           |
 * |          |         | at some time      | CANCELLED then                                    |
 * | ✓        |         |                   | NOTIFIED, or EXPIRED once its claim window is over |
 * | ✓        |         | at some time      | EXPIRED then                                      |
 * | (✓)      | ✓       | not yet, or never | ACTIVE until then, or for as long as was reserved |
 * | (✓)      | ✓       | in the past       | COMPLETED then                                    |
 */
import { claimDeadline } from "@/lib/domain/claim-window";
import {
  type EndCause,
  HOUR,
  type Instant,
  MINUTE,
  type Policy,
  type ReservationStatus,
} from "@/lib/domain/words";

/** The times that the original wrote, null where it wrote none. */
export type OldTimes = {
  readonly hours: number;
  readonly reservedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
};

/** What becomes of it here. */
export type Life = Pick<OldTimes, "notifiedAt" | "startsAt" | "endsAt"> & {
  readonly status: ReservationStatus;
  readonly endCause: EndCause | null;
};

/** Nobody's clock is off by more within one machine. */
const TOLERANCE = 5 * MINUTE;
/** The longest that gpusched itself could ever give: 8,760 hours × 10. */
const LONGEST_HOURS = 87_600;

const waiting = { notifiedAt: null, startsAt: null, endsAt: null, endCause: null } as const;

/** Why these times cannot be, or null. */
export function contradictionIn(times: OldTimes, now: Instant): string | null {
  const { hours, reservedAt, notifiedAt, startsAt, endsAt } = times;
  if (reservedAt > now + TOLERANCE) return "it was reserved in the future";
  if (notifiedAt !== null && notifiedAt < reservedAt) return "its turn is before it was reserved";
  if (notifiedAt !== null && notifiedAt > now + TOLERANCE) return "its turn is in the future";
  if (startsAt !== null && startsAt < (notifiedAt ?? reservedAt))
    return "it starts before its turn";
  if (startsAt !== null && startsAt > now + TOLERANCE) return "it starts in the future";
  if (endsAt !== null && endsAt < (startsAt ?? notifiedAt ?? reservedAt)) {
    return startsAt === null ? "it ends before its turn" : "it ends before it starts";
  }
  if (hours > LONGEST_HOURS) return `duration is more than ${LONGEST_HOURS}`;
  const longest = LONGEST_HOURS * HOUR;
  if (startsAt !== null && endsAt !== null && endsAt - startsAt > longest)
    return "it ends too late";
  if (startsAt === null && endsAt !== null && endsAt > now + TOLERANCE) {
    return "it ended in the future without a start";
  }
  return null;
}

/** What an old reservation is at `now`; its times do not contradict each other. */
export function lifeOf(times: OldTimes, policy: Policy, now: Instant): Life {
  const { hours, notifiedAt, startsAt, endsAt } = times;
  if (startsAt !== null) {
    const end = endsAt ?? startsAt + hours * HOUR;
    const use = { notifiedAt: notifiedAt ?? startsAt, startsAt, endsAt: end };
    if (end > now) return { ...use, status: "ACTIVE", endCause: null };
    const isEarly = end < startsAt + hours * HOUR;
    return { ...use, status: "COMPLETED", endCause: isEarly ? "RELEASED" : "TIME_UP" };
  }
  if (notifiedAt === null) {
    if (endsAt === null) return { ...waiting, status: "WAITING" };
    return { ...waiting, status: "CANCELLED", endsAt, endCause: "CANCELLED" };
  }
  const turn = { notifiedAt, startsAt: null };
  const deadline = endsAt ?? claimDeadline(notifiedAt, policy);
  if (endsAt === null && deadline > now) {
    return { ...turn, status: "NOTIFIED", endsAt: null, endCause: null };
  }
  return { ...turn, status: "EXPIRED", endsAt: deadline, endCause: "CLAIM_WINDOW_OVER" };
}
