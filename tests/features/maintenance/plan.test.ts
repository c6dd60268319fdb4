import { describe, expect, it } from "vitest";
import { readPlan } from "@/lib/maintenance/plan";
import { NOON } from "../../support/core";

const read = (texts: Partial<Record<"from" | "until" | "reason", string>>, zone = "Asia/Taipei") =>
  readPlan({ from: "", until: "", reason: "fan", ...texts }, zone, NOON);

const wrong = (texts: Parameters<typeof read>[0]) => {
  const { wrong } = read(texts);
  return Object.fromEntries(Object.entries(wrong ?? {}).map(([field, { code }]) => [field, code]));
};

describe("a plan as it is typed", () => {
  it("is read on the reader's clock", () => {
    const taipei = read({ from: "2026-03-02T13:00", until: "2026-03-02T15:30" });
    expect(taipei).toEqual({
      plan: { from: NOON + 3_600_000, until: NOON + 3.5 * 3_600_000, reason: "fan" },
    });
    expect(read({ from: "2026-03-02T05:00" }, "UTC")).toMatchObject({
      plan: { from: NOON + 3_600_000 },
    });
    expect(read({})).toEqual({ plan: { from: null, until: null, reason: "fan" } });
  });

  it.each([
    [{ from: "yesterday" }, { from: "not-a-time" }],
    [{ from: "2026-02-31T10:00" }, { from: "not-a-time" }],
    [{ until: "2026-03-02" }, { until: "not-a-time" }],
    [{ from: "2026-03-01T10:00" }, { from: "in-the-past" }],
    [{ until: "2026-03-02T11:00" }, { until: "until-before-from" }],
    [{ reason: "" }, { reason: "required" }],
    [{ reason: "x".repeat(501) }, { reason: "too-long" }],
    [{ reason: "a\u0000b" }, { reason: "control-characters" }],
    [
      { from: "x", until: "y", reason: " " },
      { from: "not-a-time", until: "not-a-time", reason: "required" },
    ],
  ])("%j is refused", (texts, expected) => {
    expect(wrong(texts)).toEqual(expected);
  });
});
