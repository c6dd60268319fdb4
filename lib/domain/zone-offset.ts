/** What the clocks of a time zone show, between one change and the next. */
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./words";

/** A half-open stretch of time in which a zone's clocks are never changed. */
export type Stretch = {
  readonly from: Instant;
  readonly until: Instant;
  /** What the clocks show beyond UTC, in ms. */
  readonly offset: number;
};

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}

const known = new Map<string, Stretch[]>();
/** A zone has two a year at most times: more than anybody asks about. */
const MOST_REMEMBERED = 10_000;

function findStretch(timeZone: string, at: Instant): Stretch {
  // The whole millisecond: a zone's clocks change at whole seconds.
  const since = Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timeZone);
  // The one before the next millisecond, since `at` may be the very instant of a change.
  const changed = since.add({ milliseconds: 1 }).getTimeZoneTransition("previous");
  return {
    from: changed?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: since.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: since.offsetNanoseconds / 1e6,
  };
}

/** The stretch of a zone in which an instant lies. Remembered: to find it takes a millisecond. */
export function stretchAt(timeZone: string, at: Instant): Stretch {
  const remembered = known.get(timeZone) ?? [];
  const there = remembered.find(({ from, until }) => from <= at && at < until);
  if (there) return there;
  const found = findStretch(timeZone, at);
  known.set(timeZone, [...(remembered.length < MOST_REMEMBERED ? remembered : []), found]);
  return found;
}
