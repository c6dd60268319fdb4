import { Temporal } from "temporal-polyfill";
import { claimDeadline } from "@/lib/domain/claim-window";
import { HOUR, type Instant, MINUTE, type Policy } from "@/lib/domain/words";
import type { Book } from "./book";
import { type DemoGpu, nameOf, PEOPLE } from "./lab";
import type { Random } from "./random";

const DURATIONS = [2, 3, 4, 6, 8, 12, 16, 24];
const WEEKS = 3;

/** What the past is told with. */
export type Telling = { book: Book; random: Random; policy: Policy; now: Instant };

/** Whether it is quiet hours, in which people sleep and start nothing themselves. */
export function isQuiet(instant: Instant, { quietHours, timeZone }: Policy): boolean {
  if (!quietHours) return false;
  const { start, end } = quietHours;
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString({ smallestUnit: "minute" });
  return start <= end ? start <= time && time < end : start <= time || time < end;
}

/** Adds what somebody asked for, if anybody could have. Returns whether there is one. */
function reserved(
  { book, random }: Telling,
  gpu: DemoGpu,
  what: Omit<Parameters<Book["add"]>[0], "gpu" | "username">,
): boolean {
  const { hours, reservedAt, endsAt } = what;
  const person = random
    .shuffled(PEOPLE)
    .find((somebody) => book.allows(somebody, gpu, hours, reservedAt, endsAt ?? reservedAt));
  if (person) book.add({ gpu: nameOf(gpu), username: person.username, ...what });
  return person !== undefined;
}

/** How a use of so many hours ended, and how long it really was. */
function ending({ random }: Telling, hours: number) {
  const part = Math.round((hours * HOUR * random.between(25, 95)) / 100 / MINUTE) * MINUTE;
  if (random.chance(3)) {
    return { used: part, endCause: "ENDED_BY_ADMIN", endReason: "伺服器更換電源" } as const;
  }
  if (random.chance(35)) return { used: part, endCause: "RELEASED", endReason: null } as const;
  return { used: hours * HOUR, endCause: "TIME_UP", endReason: null } as const;
}

/** A turn that nobody claimed, right before `until`. Returns when it was given, or null. */
function unclaimedBefore(telling: Telling, gpu: DemoGpu, until: Instant): Instant | null {
  const { random, policy } = telling;
  const turnAt = until - policy.claimWindowMinutes * MINUTE;
  if (!random.chance(12) || claimDeadline(turnAt, policy) !== until) return null;
  const isThere = reserved(telling, gpu, {
    status: "EXPIRED",
    hours: random.between(2, 8),
    autoStart: false,
    reservedAt: turnAt - random.between(10, 300) * MINUTE,
    turnAt,
    startsAt: null,
    endsAt: until,
    endCause: "CLAIM_WINDOW_OVER",
    endReason: null,
  });
  return isThere ? turnAt : null;
}

/** Somebody who waited during a use and thought better of it. */
function cancelledDuring(telling: Telling, gpu: DemoGpu, startsAt: Instant): void {
  const { random } = telling;
  if (!random.chance(15)) return;
  const reservedAt = startsAt + random.between(5, 50) * MINUTE;
  reserved(telling, gpu, {
    status: "CANCELLED",
    hours: random.between(1, 12),
    autoStart: false,
    reservedAt,
    turnAt: null,
    startsAt: null,
    endsAt: reservedAt + random.between(5, 60) * MINUTE,
    endCause: "CANCELLED",
    endReason: null,
  });
}

/** Tells the past of one GPU, backwards from the instant until which it is open. */
export function tellHistory(telling: Telling, gpu: DemoGpu, until: Instant): void {
  const { random, policy, now } = telling;
  for (let end = until; end > now - WEEKS * 7 * 24 * HOUR; ) {
    const hours = DURATIONS[random.between(0, DURATIONS.length - 1)] ?? 2;
    const { used, ...how } = ending(telling, hours);
    const startsAt = end - used;
    const autoStart = random.chance(15) || isQuiet(startsAt, policy);
    const turnAt = autoStart ? startsAt : startsAt - random.between(2, 40) * MINUTE;
    const wasQueued = random.chance(55);
    const reservedAt = wasQueued ? turnAt - random.between(20, 600) * MINUTE : turnAt;
    const times = { reservedAt, turnAt, startsAt, endsAt: end };
    const isThere = reserved(telling, gpu, {
      status: "COMPLETED",
      hours,
      autoStart,
      ...times,
      ...how,
    });
    if (isThere) cancelledDuring(telling, gpu, startsAt);
    const idle = random.between(30, 900) * MINUTE;
    if (isThere && wasQueued) end = unclaimedBefore(telling, gpu, turnAt) ?? turnAt;
    else end = turnAt - idle;
  }
}
