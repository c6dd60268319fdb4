import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claimDeadline } from "@/lib/domain/claim-window";
import { HOUR, MINUTE, type Policy, type QuietHours } from "@/lib/domain/words";
import { at, RULES } from "../support/core";

const DAY_MINUTES = 24 * 60;
const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether a minute of the day is quiet. */
function isQuiet({ start, end }: QuietHours, minute: number): boolean {
  const [from, to] = [minutesOf(start), minutesOf(end)];
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const quietHours = fc
  .tuple(fc.nat(DAY_MINUTES - 1), fc.nat(DAY_MINUTES - 1))
  .filter(([start, end]) => start !== end)
  .map(([start, end]) => ({ start: clock(start), end: clock(end) }));

/** Taipei has no change of clocks, so that its minutes of the day can be counted by hand. */
const taipei = fc.record({
  quietHours,
  claimWindowMinutes: fc.integer({ min: 1, max: 300 }),
  turn: fc.integer({ min: 0, max: 4 * DAY_MINUTES }),
});
const ORIGIN = at("2026-03-02 00:00");
const rulesOf = (quietHours: QuietHours, claimWindowMinutes: number): Policy => ({
  ...RULES,
  quietHours,
  claimWindowMinutes,
});

describe("whatever the quiet hours, the claim deadline", () => {
  it("is where minute after minute outside quiet hours adds up to the claim window", () => {
    fc.assert(
      fc.property(taipei, ({ quietHours, claimWindowMinutes, turn }) => {
        let minute = turn;
        for (let counted = 0; counted < claimWindowMinutes; minute++) {
          if (!isQuiet(quietHours, minute % DAY_MINUTES)) counted++;
        }
        const deadline = claimDeadline(
          ORIGIN + turn * MINUTE,
          rulesOf(quietHours, claimWindowMinutes),
        );
        expect((deadline - ORIGIN) / MINUTE).toBe(minute);
      }),
      { numRuns: 500 },
    );
  });

  it("never lies inside quiet hours, except at their first instant", () => {
    fc.assert(
      fc.property(taipei, fc.nat(MINUTE), ({ quietHours, claimWindowMinutes, turn }, odd) => {
        const rules = rulesOf(quietHours, claimWindowMinutes);
        const since = claimDeadline(ORIGIN + turn * MINUTE + odd, rules) - ORIGIN;
        const minuteOfDay = Math.floor(since / MINUTE) % DAY_MINUTES;
        const firstInstant = since % MINUTE === 0 && minuteOfDay === minutesOf(quietHours.start);
        expect(isQuiet(quietHours, minuteOfDay) && !firstInstant).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("is never earlier for a later turn, nor for a longer window, through changes of clocks too", () => {
    const zones = fc.constantFrom(
      "Asia/Taipei",
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
    );
    const year = fc.integer({ min: at("2026-01-01 00:00"), max: at("2027-01-01 00:00") });
    fc.assert(
      fc.property(
        zones,
        quietHours,
        fc.integer({ min: 1, max: 300 }),
        year,
        fc.nat(3 * 24 * HOUR),
        (timeZone, quietHours, minutes, turn, later) => {
          const rules = { ...rulesOf(quietHours, minutes), timeZone };
          const deadline = claimDeadline(turn, rules);
          expect(deadline).toBeGreaterThanOrEqual(turn + minutes * MINUTE);
          expect(claimDeadline(turn + later, rules)).toBeGreaterThanOrEqual(deadline);
          const longer = { ...rules, claimWindowMinutes: minutes + 1 };
          expect(claimDeadline(turn, longer)).toBeGreaterThanOrEqual(deadline);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is where minute after minute that the clock shows no quiet time adds up to the window", () => {
    const around = fc.constantFrom(
      // Half an hour; at midnight; to the hour before midnight; a month apart; a day that was left out.
      ["Australia/Lord_Howe", "2026-04-04T15:00Z"],
      ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
      ["America/Havana", "2026-03-08T05:00Z"],
      ["America/Havana", "2026-11-01T05:00Z"],
      ["Asia/Beirut", "2026-10-24T21:00Z"],
      ["Africa/Cairo", "2026-10-29T21:00Z"],
      ["Africa/Casablanca", "2027-02-07T02:00Z"],
      ["Africa/Casablanca", "2027-03-14T02:00Z"],
      ["Pacific/Apia", "2011-12-30T10:00Z"],
      ["Europe/Berlin", "2040-03-25T01:00Z"],
      ["America/New_York", "2026-11-01T06:00Z"],
    );
    const formats = new Map<string, Intl.DateTimeFormat>();
    const shown = new Map<string, number>();
    /** Every clock is changed at a quarter of an hour. */
    const minuteShown = (timeZone: string, instant: number): number => {
      const quarter = Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE;
      const key = `${timeZone} ${quarter}`;
      const options = { timeZone, hourCycle: "h23", timeStyle: "short" } as const;
      const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("de", options);
      formats.set(timeZone, format);
      const minute = shown.get(key) ?? minutesOf(format.format(quarter));
      shown.set(key, minute);
      return (minute + (instant - quarter) / MINUTE) % DAY_MINUTES;
    };
    fc.assert(
      fc.property(
        around,
        quietHours,
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: -DAY_MINUTES, max: 300 }),
        ([zone = "", change = ""], quietHours, claimWindowMinutes, before) => {
          const turn = Date.parse(change) + before * MINUTE;
          let at = turn;
          for (let counted = 0; counted < claimWindowMinutes; at += MINUTE) {
            if (!isQuiet(quietHours, minuteShown(zone, at))) counted++;
          }
          const rules = { ...rulesOf(quietHours, claimWindowMinutes), timeZone: zone };
          expect(claimDeadline(turn, rules)).toBe(at);
        },
      ),
      { numRuns: 150 },
    );
  });
});
