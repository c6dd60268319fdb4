import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extensionFits, longestReservationHours, mostExtensionHours } from "@/lib/domain/limits";
import { HOUR } from "@/lib/domain/words";
import { NOON } from "../support/core";

describe("the longest reservation", () => {
  it.each([
    [48, 1, 48],
    [48, 0.5, 24],
    [48, 1.5, 72],
    [5, 0.5, 2],
    [1, 0.5, 0],
    [1, 10, 10],
    [8760, 10, 87_600],
  ])("of %i hours times %d is %i whole hours", (maxHours, multiplier, hours) => {
    expect(longestReservationHours(maxHours, multiplier)).toBe(hours);
  });

  it.each([
    [100, 0.29, 29],
    [100, 0.57, 57],
    [100, 1.1, 110],
    [10, 0.7, 7],
    [3, 1.1, 3],
    [50, 1.14, 57],
    [1000, 4.35, 4350],
  ])("of %i × %d is exactly %i, whatever floating point makes of it", (maxHours, times, hours) => {
    expect(longestReservationHours(maxHours, times)).toBe(hours);
  });

  it("is what exact arithmetic says, for multipliers of up to four decimals", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8760 }),
        fc.integer({ min: 1, max: 100_000 }),
        (maxHours, tenThousandths) => {
          const exact = (BigInt(maxHours) * BigInt(tenThousandths)) / 10_000n;
          expect(longestReservationHours(maxHours, tenThousandths / 10_000)).toBe(Number(exact));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("an extension", () => {
  it("may leave exactly the longest reservation ahead, and not a millisecond more", () => {
    expect(extensionFits(NOON + 2 * HOUR, 2, NOON, 4)).toBe(true);
    expect(extensionFits(NOON + 2 * HOUR + 1, 2, NOON, 4)).toBe(false);
    expect(extensionFits(NOON + 1, 4, NOON, 4)).toBe(false);
  });

  it("is impossible once the longest reservation lies ahead already", () => {
    expect(mostExtensionHours(NOON + 4 * HOUR, NOON, 4)).toBe(0);
    expect(mostExtensionHours(NOON + 9 * HOUR, NOON, 4)).toBe(0);
  });

  it("is offered up to the very number of hours that would be accepted", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 * HOUR }),
        fc.integer({ min: 0, max: 400 }),
        (ahead, longest) => {
          const most = mostExtensionHours(NOON + ahead, NOON, longest);
          expect(extensionFits(NOON + ahead, most + 1, NOON, longest)).toBe(false);
          if (most > 0) expect(extensionFits(NOON + ahead, most, NOON, longest)).toBe(true);
        },
      ),
    );
  });
});
