/** Where an axis of time is marked: at full days and hours of the reader's wall clock. */
import { dayOf, formatClock, formatShortDay, type TimeView } from "./format";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Up to here hours are marked, beyond only days. */
const LONGEST_IN_HOURS = 2 * DAY;

/** How far a zone's wall clock is ahead of UTC at an instant, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  }).formatToParts(at);
  const part = (wanted: string) => Number(parts.find(({ type }) => type === wanted)?.value);
  const wall = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return wall - Math.floor(at / 60_000) * 60_000;
}

/** The instant at which a zone's wall clock shows what a clock in UTC shows at `wall`. */
function instantOf(wall: number, timeZone: string): number {
  const near = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(near, timeZone);
}

/**
 * At most about so many instants, as far apart as each other, at which to mark an axis: every
 * `unit` ms of the wall clock, or a multiple of it, from midnight on.
 */
export function ticksOf(
  from: number,
  to: number,
  timeZone: string,
  most: number,
  unit = to - from <= LONGEST_IN_HOURS ? 6 * HOUR : DAY,
): number[] {
  const length = to - from;
  const step = unit * Math.max(1, Math.ceil(length / unit / most));
  const firstDay = Date.parse(`${dayOf(from, timeZone)}T00:00Z`);
  const ticks: number[] = [];
  for (let wall = firstDay; wall - firstDay <= length + DAY; wall += step) {
    const tick = instantOf(wall, timeZone);
    if (tick >= from && tick <= to) ticks.push(tick);
  }
  return ticks;
}

/** What stands at such a mark: the day where one begins, else the hour. */
export function formatTick(at: number, view: TimeView): string {
  const clock = formatClock(at, view.timeZone);
  return clock === "00:00" ? formatShortDay(at, view) : clock;
}
