import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  calendarTime,
  commonTime,
  computingTime,
  meanWait,
  monthDays,
  NO_USAGE,
  periodOf,
  piecesOf,
  presetDays,
  sumOf,
} from "@/lib/domain/usage";
import { DAY, HOUR } from "@/lib/domain/words";
import { at } from "../support/core";

const lengths = (from: string, to: string, zone: string) =>
  piecesOf(periodOf({ from, to }, zone), "day", zone).map((day) => (day.to - day.from) / HOUR);

const ZONES = [
  "Asia/Taipei",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "UTC",
];

describe("a period", () => {
  it.each([
    ["America/New_York", "2026-03-07", "2026-03-09", [24, 23, 24]],
    ["America/New_York", "2026-10-31", "2026-11-02", [24, 25, 24]],
    ["Europe/Berlin", "2026-03-28", "2026-03-30", [24, 23, 24]],
    ["Europe/Berlin", "2026-10-24", "2026-10-26", [24, 25, 24]],
    ["Asia/Taipei", "2026-03-07", "2026-03-09", [24, 24, 24]],
    // The clocks go forward at midnight: the day begins at 01:00.
    ["Africa/Cairo", "2026-04-23", "2026-04-25", [24, 23, 24]],
    // There was no 30 December 2011.
    ["Pacific/Apia", "2011-12-29", "2011-12-31", [24, 24]],
  ])("has the days of the zone's clocks: %s", (zone, from, to, hours) => {
    expect(lengths(from, to, zone)).toEqual(hours);
  });

  it("is cut where months begin, and begins and ends where it is told to", () => {
    const zone = "America/New_York";
    const period = periodOf({ from: "2026-02-10", to: "2026-04-05" }, zone);
    expect(piecesOf(period, "month", zone)).toEqual([
      { from: at("2026-02-10 00:00", zone), to: at("2026-03-01 00:00", zone) },
      { from: at("2026-03-01 00:00", zone), to: at("2026-04-01 00:00", zone) },
      { from: at("2026-04-01 00:00", zone), to: at("2026-04-06 00:00", zone) },
    ]);
  });

  it("may have a name", () => {
    const now = at("2026-03-31 00:30");
    const named = (preset: Parameters<typeof presetDays>[0]) => {
      const { from, to } = presetDays(preset, now, "Asia/Taipei");
      return `${from} ${to}`;
    };
    expect(named("thisMonth")).toBe("2026-03-01 2026-03-31");
    expect(named("lastMonth")).toBe("2026-02-01 2026-02-28");
    expect(named("last30Days")).toBe("2026-03-02 2026-03-31");
    expect(named("thisYear")).toBe("2026-01-01 2026-12-31");
    // In New York it is still the day before.
    expect(presetDays("last30Days", now, "America/New_York").to).toBe("2026-03-30");
  });

  it("of a month keeps to the days around it", () => {
    const days = { from: "2026-02-10", to: "2026-04-05" };
    expect(monthDays("2026-02", days)).toEqual({ from: "2026-02-10", to: "2026-02-28" });
    expect(monthDays("2026-03", days)).toEqual({ from: "2026-03-01", to: "2026-03-31" });
    expect(monthDays("2026-04", days)).toEqual({ from: "2026-04-01", to: "2026-04-05" });
  });
});

const START = Date.parse("2024-01-01T00:00Z");
const instant = fc.integer({ min: START, max: START + 800 * DAY });
const span = fc
  .tuple(instant, instant)
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

describe("the parts of a period", () => {
  it("follow each other without a gap or an overlap, in every zone", () => {
    fc.assert(
      fc.property(
        span,
        fc.constantFrom(...ZONES),
        fc.constantFrom("day", "month"),
        (period, zone, unit) => {
          const pieces = piecesOf(period, unit, zone);
          if (period.from === period.to) return pieces.length === 0;
          expect(pieces[0]?.from).toBe(period.from);
          expect(pieces.at(-1)?.to).toBe(period.to);
          const ends = pieces.map(({ to }) => to);
          expect(pieces.slice(1).map(({ from }) => from)).toEqual(ends.slice(0, -1));
          return pieces.every(({ from, to }) => from < to);
        },
      ),
    );
  });

  it("add up to it: what was held in it, and the time in which it could be", () => {
    fc.assert(
      fc.property(
        span,
        fc.array(span),
        fc.array(instant),
        fc.constantFrom(...ZONES),
        fc.constantFrom("day", "month"),
        (period, uses, sinces, zone, unit) => {
          const pieces = piecesOf(period, unit, zone);
          const sum = (count: (part: typeof period) => number) =>
            pieces.reduce((all, piece) => all + count(piece), 0);
          for (const use of uses) {
            expect(sum((part) => commonTime(use, part))).toBe(commonTime(use, period));
          }
          expect(sum((part) => calendarTime(sinces, part))).toBe(calendarTime(sinces, period));
        },
      ),
    );
  });
});

describe("what was counted", () => {
  it("adds up", () => {
    const one = { ...NO_USAGE, held: 3, turns: 1, waited: 10 };
    expect(sumOf([one, { ...one, own: 2, waited: 20 }])).toEqual({
      ...NO_USAGE,
      held: 6,
      own: 2,
      turns: 2,
      waited: 30,
    });
  });

  it("is nothing where nothing is known, rather than zero", () => {
    expect(meanWait(NO_USAGE)).toBe(null);
    expect(computingTime({ ...NO_USAGE, held: HOUR })).toBe(null);
    expect(computingTime({ ...NO_USAGE, held: HOUR, measured: HOUR })).toBe(0);
    expect(meanWait({ ...NO_USAGE, turns: 2, waited: 30 })).toBe(15);
  });
});
