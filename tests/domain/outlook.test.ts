import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { habitsOf } from "@/lib/domain/habits";
import { outageAt } from "@/lib/domain/outages";
import { newcomersOutlook, outlookOf } from "@/lib/domain/outlook";
import { isFullUse, laterAtFullUse } from "@/lib/domain/outlook-words";
import { NO_PAST, type Past } from "@/lib/domain/past";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";
import { lives, newWorld, play } from "../support/core-life";

/** A GPU whose users, asking for `hours`, claimed at once and left after `share` of them. */
const leaving = (share: number, hours = 8, turns = 500): Past => {
  const used = turns * share * hours * HOUR;
  const group = { userId: 9, durationHours: hours, turns, uses: turns, used, unclaimed: 0 };
  return { ...NO_PAST, habits: habitsOf([group]) };
};

/** In how many minutes each waiter likely starts, and at full use. */
const told = (state: ReturnType<typeof gpu>, past: Past) =>
  [...outlookOf(state, RULES, NOON, past)].map(([id, { startsAt, fullUseAt }]) =>
    [id, ...[startsAt, fullUseAt].map((at) => at && (at - NOON) / MINUTE)].join(" "),
  );

describe("what a waiter is told", () => {
  it("is the promise alone while nothing is known", () => {
    const state = gpu([using(1, NOON - 7 * MINUTE, 8), waiting(2), waiting(3)]);
    expect(told(state, NO_PAST)).toEqual(["2 473 473", "3 593 593"]);
  });

  it("is the likely start to the quarter of an hour above, and the promise beside it", () => {
    const state = gpu([using(1, NOON, 8), waiting(2, { durationHours: 8 }), waiting(3)]);
    expect(told(state, leaving(0.25))).toEqual(["2 135 480", "3 255 960"]);
  });

  it("is no start at once while somebody has the GPU, however surely they leave", () => {
    const state = gpu([notified(1, NOON - 50 * MINUTE), waiting(2)]);
    const gone = leaving(0.01, 2);
    expect(told(state, gone)).toEqual(["2 15 120"]);
    const { startsAt } = newcomersOutlook(
      gpu([]),
      { priority: 1, durationHours: 8, autoStart: false },
      RULES,
      NOON,
      gone,
    );
    expect(startsAt).toBe(NOON);
  });

  it("is the promise where only the promise is known", () => {
    const outages = [{ from: NOON + 5 * HOUR, until: null }];
    const state = gpu([using(1, NOON, 2), waiting(2, { priority: 2, autoStart: true })], {
      outages,
    });
    const crowded = { ...NO_PAST, crowd: new Map([[0, 0.79]]) };
    expect(told(state, crowded)).toEqual(["2 120 120"]);
  });

  it("is in no state before now, before who is ahead, or in an outage", () => {
    fc.assert(
      fc.property(lives(), fc.double({ min: 0.01, max: 1, noNaN: true }), (deeds, share) => {
        let world = newWorld(NOON);
        const past = { ...leaving(share, 4, 20), crowd: new Map([[0, share / 2]]) };
        for (const deed of deeds) {
          ({ world } = play(world, deed, RULES));
          const { state, now } = world;
          const promised = forecast(state, RULES, now);
          const outlook = outlookOf(state, RULES, now, past);
          expect([...outlook.keys()].sort()).toEqual([...promised.keys()].sort());
          let latest = now;
          for (const [id, { startsAt, fullUseAt }] of outlook) {
            expect(fullUseAt).toBe(promised.get(id)?.startsAt);
            if (startsAt === null) {
              expect(fullUseAt).toBeNull();
              continue;
            }
            expect(startsAt).toBeGreaterThanOrEqual(latest);
            expect(outageAt(state, startsAt)).toBeUndefined();
            latest = startsAt;
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("habits from many turns at once", () => {
  it("tell one user from others by what their hours were to be expected to come to", () => {
    const turns = { turns: 100, uses: 100, unclaimed: 0, durationHours: 8 };
    const habits = habitsOf([
      { ...turns, userId: 1, used: 100 * 8 * HOUR },
      { ...turns, userId: 2, used: 100 * 2 * HOUR },
    ]);
    const state = gpu([
      waiting(1, { durationHours: 8, autoStart: true }),
      waiting(2, { durationHours: 8, autoStart: true }),
      waiting(3),
    ]);
    const starts = [...outlookOf(state, RULES, NOON, { ...NO_PAST, habits }).values()];
    const [first = 0, second = 0, third = 0] = starts.map(({ startsAt }) => startsAt ?? 0);
    expect((second - first) / HOUR).toBeGreaterThan(7.5);
    expect((third - second) / HOUR).toBeLessThan(2.5);
  });
});

describe("the second number", () => {
  const starts = (startsAt: number | null, fullUseAt: number | null) => ({ startsAt, fullUseAt });

  it("is said only where it is later by a quarter of an hour", () => {
    expect(laterAtFullUse(starts(NOON, NOON + 15 * MINUTE))).toBe(NOON + 15 * MINUTE);
    expect(laterAtFullUse(starts(NOON, NOON + 14 * MINUTE))).toBeNull();
    expect(laterAtFullUse(starts(NOON + HOUR, NOON))).toBeNull();
    expect(laterAtFullUse(starts(NOON, null))).toBeNull();
  });

  it("is the first one where nothing is known", () => {
    expect(isFullUse(starts(NOON, NOON))).toBe(true);
    expect(isFullUse(starts(NOON, NOON + 1))).toBe(false);
  });
});
