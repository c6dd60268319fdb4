import { DAY, HOUR, type Instant, MINUTE, type Policy, type QuietHours } from "./words";
import { stretchAt } from "./zone-offset";

/** "08:30" as ms since midnight. */
const sinceMidnight = (clock: string): number =>
  Number(clock.slice(0, 2)) * HOUR + Number(clock.slice(3)) * MINUTE;

/** How long it takes a clock that shows `now` to show `then` next: more than 0, at most a day. */
const until = (then: number, now: number): number => (then > now ? then - now : then - now + DAY);

/** Whether a clock that shows `now` shows quiet hours, and for how long it goes on like that. */
function quietAt({ start, end }: QuietHours, now: number): { isQuiet: boolean; goesOn: number } {
  const toStart = until(sinceMidnight(start), now);
  const toEnd = until(sinceMidnight(end), now);
  return { isQuiet: toEnd < toStart, goesOn: Math.min(toStart, toEnd) };
}

/** Of every day on which no clock is changed, how long is not quiet. */
const awakeADay = ({ start, end }: QuietHours): number =>
  DAY - until(sinceMidnight(end), sinceMidnight(start));

/**
 * When a turn given at `turnAt` passes on unless it is claimed before: once the claim window's
 * minutes have gone by outside quiet hours. A deadline that falls on the first quiet instant
 * stands there.
 *
 * An instant is quiet if the zone's clocks show a time in the quiet hours. Where clocks are set
 * back, both passes of an hour count as they show; an hour that clocks skip is never shown.
 */
export function claimDeadline(turnAt: Instant, policy: Policy): Instant {
  const { quietHours, timeZone } = policy;
  // At least the clock's smallest step, so that no turn passes on in the instant it is given.
  let left = Math.max(1, Math.round(policy.claimWindowMinutes * MINUTE));
  if (!quietHours) return turnAt + left;
  for (let at = turnAt; ; ) {
    const stretch = stretchAt(timeZone, at);
    // A window of years is not walked through night by night.
    const days = Math.floor(
      Math.min((stretch.until - at) / DAY, (left - 1) / awakeADay(quietHours)),
    );
    if (days > 0) {
      at += days * DAY;
      left -= days * awakeADay(quietHours);
      continue;
    }
    const shown = (((at + stretch.offset) % DAY) + DAY) % DAY;
    const { isQuiet, goesOn } = quietAt(quietHours, shown);
    const next = Math.min(at + goesOn, stretch.until);
    if (!isQuiet) {
      if (left <= next - at) return at + left;
      left -= next - at;
    }
    at = next;
  }
}
