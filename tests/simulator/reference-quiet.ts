/** The claim deadline, by looking at a clock on the wall minute after minute. */
import { floorDiv, SECOND, type Ticks } from "./reference-instants";

/** "23:00-08:00" or "none", and the zone of the clock on the wall. */
export type Quiet = { quietHours: string; timeZone: string };

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
const clocks = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, number>>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** How many seconds the clock is ahead of UTC at a second since the Unix epoch. */
function offsetAt(second: number, timeZone: string): number {
  const seen = offsets.get(timeZone) ?? new Map<number, number>();
  offsets.set(timeZone, seen);
  const known = seen.get(second);
  if (known !== undefined) return known;
  const parts = clockOf(timeZone).formatToParts(second * 1_000);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(
    read("year"),
    read("month") - 1,
    read("day"),
    read("hour"),
    read("minute"),
    read("second"),
  );
  const offset = shown / 1_000 - second;
  seen.set(second, offset);
  return offset;
}

const secondsOf = (time: string) => Number(time.slice(0, 2)) * 3_600 + Number(time.slice(3)) * 60;

/** Whether the clock on the wall shows a quiet time at this second. */
function isQuiet(second: number, offset: number, start: number, end: number): boolean {
  const shown = (((second + offset) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
  return start < end ? shown >= start && shown < end : shown >= start || shown < end;
}

/** Whether it is quiet at a second, and until when that holds: a minute of the clock at most. */
function lookAt(second: number, timeZone: string, from: number, until: number) {
  // Clocks change at most once within an hour, so that two equal ends mean an equal middle.
  for (const span of [HOUR_SECONDS, 60, 1]) {
    const start = Math.floor(second / span) * span;
    const offset = offsetAt(start, timeZone);
    if (offset !== offsetAt(start + span - 1, timeZone)) continue;
    const nextMinute = (Math.floor((second + offset) / 60) + 1) * 60 - offset;
    const end = Math.min(nextMinute, start + span);
    return { quiet: isQuiet(second, offset, from, until), end };
  }
  throw new Error("a second has one offset");
}

/**
 * The first instant at which as much time outside quiet hours as the window is long has gone by
 * since the turn. An instant is quiet while the clock shows a time from the start of quiet hours
 * until before their end, whatever else it has shown or skipped that day.
 */
export function deadlineOf(turn: Ticks, window: Ticks, quiet: Quiet): Ticks {
  if (quiet.quietHours === "none") return turn + window;
  const [from = 0, until = 0] = quiet.quietHours.split("-").map(secondsOf);
  let now = turn;
  let left = window;
  for (;;) {
    const stretch = lookAt(Number(floorDiv(now, SECOND)), quiet.timeZone, from, until);
    const end = BigInt(stretch.end) * SECOND;
    if (!stretch.quiet) {
      if (left <= end - now) return now + left;
      left -= end - now;
    }
    now = end;
  }
}
