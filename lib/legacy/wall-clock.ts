/** The original's times are naive: what a clock on the wall of its server showed. */
import { Temporal } from "temporal-polyfill";
import { type Instant, MINUTE } from "@/lib/domain/words";

const TIME = /^(\d{4}-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;

/** Clocks are put forward and back on whole quarters of an hour. */
const QUARTER = 15;
const MOST_REMEMBERED = 100_000;

/**
 * Reads times in a zone. An hour that the clock showed twice is taken for the first one; null for
 * what is no time, or one that the clock skipped.
 */
export function wallClock(zone: string): (text: string) => Instant | null {
  const quarters = new Map<string, Instant | null>();

  function startOf(date: string, hour: string, quarter: number): Instant | null {
    try {
      const time = `${date}T${hour}:${String(quarter * QUARTER).padStart(2, "0")}`;
      const plain = Temporal.PlainDateTime.from(time, { overflow: "reject" });
      const zoned = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
      // One that was skipped is moved; one that was there is not.
      return zoned.toPlainDateTime().equals(plain) ? zoned.epochMilliseconds : null;
    } catch {
      return null;
    }
  }

  return (text) => {
    const [, date = "", hour = "", minute = "", second = "", fraction = ""] = TIME.exec(text) ?? [];
    const [minutes, seconds] = [Number(minute), Number(second)];
    if (date === "" || minutes > 59 || seconds > 59) return null;
    const quarter = Math.floor(minutes / QUARTER);
    const key = `${date} ${hour} ${quarter}`;
    let start = quarters.get(key);
    if (start === undefined) {
      start = startOf(date, hour, quarter);
      if (quarters.size >= MOST_REMEMBERED) quarters.clear();
      quarters.set(key, start);
    }
    if (start === null) return null;
    const ms = Number(fraction.padEnd(3, "0").slice(0, 3));
    return start + (minutes % QUARTER) * MINUTE + seconds * 1_000 + ms;
  };
}
