import { describe, expect, it } from "vitest";
import { idleSpans } from "@/lib/domain/computing";
import { HOUR } from "@/lib/domain/words";
import { NOON } from "../support/core";

/** Loads of the hours from noon on. */
const loads = (...values: (number | null)[]) => ({ from: NOON, step: HOUR, values });
const use = (from: number, to: number) => ({ from: NOON + from * HOUR, to: NOON + to * HOUR });

describe("a use", () => {
  it("is idle where the card did nothing, in spans as long as can be", () => {
    expect(idleSpans(use(0, 6), loads(50, 0, 1, 80, 0, 90))).toEqual([use(1, 3), use(4, 5)]);
  });

  it("is not idle where nothing is known", () => {
    expect(idleSpans(use(0, 4), loads(0, null, 0, null))).toEqual([use(0, 1), use(2, 3)]);
    expect(idleSpans(use(5, 9), loads(0, 0))).toEqual([]);
  });

  it("is idle only as far as it reaches", () => {
    expect(idleSpans(use(0.5, 1.25), loads(0, 0))).toEqual([use(0.5, 1.25)]);
    expect(idleSpans(use(-3, 1), loads(0, 0))).toEqual([use(0, 1)]);
  });
});
