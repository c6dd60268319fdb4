import { describe, expect, it } from "vitest";
import { entryAfter, sequenceAt } from "@/lib/domain/calendar";
import { HOUR } from "@/lib/domain/words";
import { NOON, notified, using, waiting } from "../support/core";

describe("the sequence of an entry", () => {
  it("rises with time, and fits what calendars can count to for six years", () => {
    expect(sequenceAt(NOON, NOON)).toBe(0);
    expect(sequenceAt(NOON, NOON + 100)).toBe(1);
    expect(sequenceAt(NOON, NOON + 6 * 365 * 24 * HOUR)).toBeLessThan(2 ** 31);
    expect(sequenceAt(NOON, NOON + 100 * 365 * 24 * HOUR)).toBe(2 ** 31 - 1);
    expect(sequenceAt(NOON, NOON - HOUR)).toBe(0);
  });
});

describe("what a calendar is told", () => {
  const use = using(1, NOON, 2);
  const turn = notified(1, NOON);

  it("a turn is tentative for its hours; a use is certain until its planned end", () => {
    expect(entryAfter({ event: "turn-given", after: turn }, undefined, NOON)).toMatchObject({
      standing: "tentative",
      startsAt: NOON,
      endsAt: NOON + 2 * HOUR,
    });
    expect(entryAfter({ event: "started", after: use }, turn, NOON)).toMatchObject({
      standing: "confirmed",
      endsAt: NOON + 2 * HOUR,
    });
  });

  it("a use that ends early ends earlier there; one that never was is removed", () => {
    const end = (endsAt: number) =>
      entryAfter(
        {
          event: "completed",
          after: { ...use, status: "COMPLETED", endsAt, endCause: "RELEASED" },
        },
        use,
        endsAt,
      );
    expect(end(NOON + HOUR)).toMatchObject({ standing: "confirmed", endsAt: NOON + HOUR });
    expect(end(NOON + 10)).toMatchObject({ standing: "cancelled" });
  });

  it("a turn that is given up, withdrawn or over is removed", () => {
    const back = waiting(1, { turn: 1 });
    const declined = { ...turn, status: "CANCELLED", endsAt: NOON, endCause: "DECLINED" } as const;
    const over = {
      ...turn,
      status: "EXPIRED",
      endsAt: NOON,
      endCause: "CLAIM_WINDOW_OVER",
    } as const;
    for (const step of [
      { event: "gave-way", after: back },
      { event: "turn-withdrawn", after: back },
      { event: "cancelled", after: declined },
      { event: "turn-passed-on", after: over },
    ] as const) {
      expect(entryAfter(step, turn, NOON + HOUR)).toMatchObject({
        standing: "cancelled",
        startsAt: NOON,
      });
    }
  });

  it("hears nothing of what it never took, or of what ends as planned", () => {
    const cancelled = { ...waiting(1), status: "CANCELLED", endCause: "CANCELLED" } as const;
    const over = { ...use, status: "COMPLETED", endCause: "TIME_UP" } as const;
    expect(entryAfter({ event: "reserved", after: waiting(1) }, undefined, NOON)).toBeNull();
    expect(entryAfter({ event: "cancelled", after: cancelled }, waiting(1), NOON)).toBeNull();
    expect(entryAfter({ event: "completed", after: over }, use, NOON)).toBeNull();
    expect(entryAfter({ event: "ending-soon", after: use }, use, NOON)).toBeNull();
  });
});
