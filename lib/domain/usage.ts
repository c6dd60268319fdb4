/**
 * How much a GPU was used in a period. Everything counts exactly where it lies in time, so that the
 * parts of a period add up to it: hours where they pass, a turn's wait where the turn is given, a
 * turn that nobody claimed where it expires, a use where it begins.
 */
import { Temporal } from "temporal-polyfill";
import type { Span } from "./computing";
import type { Instant } from "./words";

/** What was counted, of one GPU, person, lab or month, or of all of them. Times in ms. */
export type Usage = {
  /** Somebody held a GPU. */
  readonly held: number;
  /** As much of that is the viewer's own. */
  readonly own: number;
  /** As much of `held` as it is known of whether the GPU computed. */
  readonly measured: number;
  /** As much of `measured` as the GPU computed. */
  readonly computing: number;
  /** Uses that began. */
  readonly uses: number;
  /** Turns that were given. */
  readonly turns: number;
  /** From the reservation to its turn, of all `turns` together. */
  readonly waited: number;
  /** Turns that nobody claimed in time. */
  readonly expired: number;
};

export const NO_USAGE: Usage = {
  held: 0,
  own: 0,
  measured: 0,
  computing: 0,
  uses: 0,
  turns: 0,
  waited: 0,
  expired: 0,
};

const AMOUNTS = Object.keys(NO_USAGE) as (keyof Usage)[];

/** What several usages come to together. */
export function sumOf(usages: readonly Usage[]): Usage {
  const sum = { ...NO_USAGE };
  for (const usage of usages) for (const amount of AMOUNTS) sum[amount] += usage[amount];
  return sum;
}

/** How long two spans have in common, in ms. */
export function commonTime(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));
}

/** How long so many GPUs could have been held in a period: each from when it was there. */
export function calendarTime(sinces: readonly Instant[], period: Span): number {
  return sinces.reduce((sum, from) => sum + commonTime(period, { from, to: period.to }), 0);
}

/** A share of something; null where there is nothing to have a share of. */
export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? part / whole : null;

/** How much of what is known the GPU computed, as a share; null where nothing is known. */
export const computingShare = ({ computing, measured }: Usage) => shareOf(computing, measured);

/** How long the computing lasted, in ms; null where nothing is known of it. */
export const computingTime = ({ computing, measured }: Usage) => (measured > 0 ? computing : null);

/** The mean of the waits in ms; null where no turn was given. */
export const meanWait = ({ waited, turns }: Usage) => shareOf(waited, turns);

/** From the beginning of one day to the end of another, both "2026-11-24", in a zone. */
export type Days = { readonly from: string; readonly to: string };

export const PRESETS = ["last30Days", "thisMonth", "lastMonth", "thisYear"] as const;
export type Preset = (typeof PRESETS)[number];

const dayAt = (at: Instant, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();

/** The days that a name for a period means now. */
export function presetDays(preset: Preset, now: Instant, timeZone: string): Days {
  const today = dayAt(now, timeZone);
  const month = today.with({ day: 1 });
  const spans = {
    last30Days: [today.subtract({ days: 29 }), today],
    thisMonth: [month, month.add({ months: 1 }).subtract({ days: 1 })],
    lastMonth: [month.subtract({ months: 1 }), month.subtract({ days: 1 })],
    thisYear: [today.with({ month: 1, day: 1 }), today.with({ month: 12, day: 31 })],
  } as const;
  const [from, to] = spans[preset];
  return { from: from.toString(), to: to.toString() };
}

const startOf = (day: Temporal.PlainDate, timeZone: string): Instant =>
  day.toZonedDateTime({ timeZone }).epochMilliseconds;

/** From the first moment of the first day up to the last of the last, as a zone's clocks go. */
export function periodOf({ from, to }: Days, timeZone: string): Span {
  const end = Temporal.PlainDate.from(to).add({ days: 1 });
  return { from: startOf(Temporal.PlainDate.from(from), timeZone), to: startOf(end, timeZone) };
}

/** When the day of an instant begins. */
export const startOfDay = (at: Instant, timeZone: string): Instant =>
  startOf(dayAt(at, timeZone), timeZone);

/**
 * Cuts a period at a zone's midnights, or at those of each month's first day; the first and the
 * last piece may be a part of a day or month. A day has 23 or 25 hours where the clocks change.
 */
export function piecesOf({ from, to }: Span, unit: "day" | "month", timeZone: string): Span[] {
  const pieces: Span[] = [];
  let day = dayAt(from, timeZone);
  for (let start = from; start < to; ) {
    day = unit === "day" ? day.add({ days: 1 }) : day.with({ day: 1 }).add({ months: 1 });
    // A zone that skips a whole day has two days that begin at once.
    const end = Math.min(startOf(day, timeZone), to);
    if (end > start) pieces.push({ from: start, to: end });
    start = Math.max(start, end);
  }
  return pieces;
}

/** The month that an instant lies in: "2026-11". */
export const monthOf = (at: Instant, timeZone: string): string =>
  dayAt(at, timeZone).toPlainYearMonth().toString();

/** The days of a month ("2026-11") that lie between others. */
export function monthDays(month: string, { from, to }: Days): Days {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const last = first.add({ months: 1 }).subtract({ days: 1 }).toString();
  return { from: from > first.toString() ? from : first.toString(), to: to < last ? to : last };
}
