import { Temporal } from "temporal-polyfill";
import { type Instant, MINUTE, type Policy, type QuietHours } from "./words";

const DAY = 86_400_000;
const EPOCH = Temporal.PlainDate.from("1970-01-01");

type Night = { readonly start: Instant; readonly end: Instant };

const nights = new Map<string, Night>();
const MOST_NIGHTS_REMEMBERED = 10_000;

/** The quiet hours that begin on a local date, counted in days since 1970-01-01. */
function nightOf(day: number, quiet: QuietHours, timeZone: string): Night {
  const key = `${day} ${quiet.start} ${quiet.end} ${timeZone}`;
  const known = nights.get(key);
  if (known) return known;
  const date = EPOCH.add({ days: day });
  const at = (plainTime: string, on: Temporal.PlainDate) =>
    on.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
  const overnight = quiet.end < quiet.start;
  const night = {
    start: at(quiet.start, date),
    end: at(quiet.end, overnight ? date.add({ days: 1 }) : date),
  };
  if (nights.size >= MOST_NIGHTS_REMEMBERED) nights.clear();
  nights.set(key, night);
  return night;
}

/**
 * When a turn given at `turnAt` passes on unless it is claimed before: once the claim window's
 * minutes have gone by outside quiet hours. A deadline that falls on the first quiet instant
 * stands there.
 */
export function claimDeadline(turnAt: Instant, policy: Policy): Instant {
  const { quietHours, timeZone } = policy;
  // At least the clock's smallest step, so that no turn passes on in the instant it is given.
  let left = Math.max(1, Math.round(policy.claimWindowMinutes * MINUTE));
  let at = turnAt;
  if (!quietHours) return at + left;
  // Two days back, because a zone may be up to 14 h ahead and a night may begin the day before.
  for (let day = Math.floor(at / DAY) - 2; ; day++) {
    const night = nightOf(day, quietHours, timeZone);
    if (night.end <= at || night.end <= night.start) continue;
    const awake = Math.max(0, night.start - at);
    if (left <= awake) return at + left;
    left -= awake;
    at = night.end;
  }
}
