/** The original's times are naive: what a clock on the wall of its server showed. */
import { Temporal } from "temporal-polyfill";
import { DAY, HOUR, type Instant, MINUTE } from "@/lib/domain/words";

const TIME = /^(\d{4}-\d\d-\d\d) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?$/;

const MOST_REMEMBERED = 100_000;

/** When a day begins that is 24 hours long; undefined for one on which the clock is changed. */
type Start = { readonly instant: Instant | undefined } | null;

/**
 * Reads times in a zone. An hour that the clock showed twice is taken for the first one; null for
 * what is no time, or one that the clock skipped.
 */
export function wallClock(zone: string): (text: string) => Instant | null {
  const days = new Map<string, Start>();

  function startOf(date: string): Start {
    try {
      const day = Temporal.PlainDate.from(date, { overflow: "reject" });
      const [start, end] = [day, day.add({ days: 1 })].map(
        (each) => each.toZonedDateTime(zone).epochMilliseconds,
      );
      const isWhole = start !== undefined && end === start + DAY;
      return { instant: isWhole ? start : undefined };
    } catch {
      return null;
    }
  }

  /** Slowly, for the few days on which the clock is changed. */
  function exactly(text: string): Instant | null {
    const plain = Temporal.PlainDateTime.from(text.replace(" ", "T"));
    const zoned = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
    // One that was skipped is moved; one that was there is not.
    return zoned.toPlainDateTime().equals(plain) ? zoned.epochMilliseconds : null;
  }

  return (text) => {
    const [, date = "", hour, minute, second, fraction = ""] = TIME.exec(text) ?? [];
    if (date === "") return null;
    let start = days.get(date);
    if (start === undefined) {
      start = startOf(date);
      if (days.size >= MOST_REMEMBERED) days.clear();
      days.set(date, start);
    }
    if (start === null) return null;
    if (start.instant === undefined) return exactly(text);
    const ms = Number(second) * 1_000 + Number(fraction.padEnd(3, "0").slice(0, 3));
    return start.instant + Number(hour) * HOUR + Number(minute) * MINUTE + ms;
  };
}
