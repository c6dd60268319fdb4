import { describe, expect, it } from "vitest";
import { extentOf, isLone, runsOf } from "@/lib/domain/series";

describe("a series with gaps", () => {
  const values = [null, 4, null, 0, 6, null];

  it("is drawn in parts, and a zero is a value", () => {
    expect(runsOf(values)).toEqual([
      { start: 1, values: [4] },
      { start: 3, values: [0, 6] },
    ]);
    expect(runsOf([null, null])).toEqual([]);
    expect(runsOf([])).toEqual([]);
  });

  it("has lone values, to which no line leads", () => {
    expect(values.map((_, index) => isLone(values, index))).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(isLone([5], 0)).toBe(true);
  });

  it("comes to what was told, and to nothing when nothing was", () => {
    expect(extentOf(values)).toEqual({ least: 0, mean: 10 / 3, most: 6 });
    expect(extentOf([null])).toBe(null);
  });
});
