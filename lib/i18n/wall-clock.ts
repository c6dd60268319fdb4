/** A day and a time as a form sends them, on the wall clock of a zone. */
import { Temporal } from "temporal-polyfill";

/**
 * The instant (epoch ms) of "2026-03-02T18:00" in a zone; null for what is no time between 1970
 * and 9999. A time that a clock change leaves out is the one after it.
 */
export function instantOf(wallClock: string, timeZone: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(wallClock)) return null;
  if (wallClock < "1970-01-02" || wallClock > "9999-12-30") return null;
  try {
    return Temporal.PlainDateTime.from(wallClock, { overflow: "reject" }).toZonedDateTime(timeZone)
      .epochMilliseconds;
  } catch {
    return null;
  }
}

/** An instant (epoch ms) as a field of a form shows it, to the minute. */
export function wallClockOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: "minute" });
}
