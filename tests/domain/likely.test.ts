import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { type Habits, habitsOf, NO_HABITS } from "@/lib/domain/habits";
import { likely } from "@/lib/domain/likely";
import { outageAt } from "@/lib/domain/outages";
import { type HeldTurns, oneTurn } from "@/lib/domain/past";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";
import { lives, newWorld, play } from "../support/core-life";

const NOBODY = new Map<number, number>();

/** So many turns of a user that were claimed after `minutes` and used for `share` of `hours`. */
function turns(userId: number, count: number, hours: number, share: number, minutes = 0) {
  return Array.from({ length: count }, (_, turn): HeldTurns => {
    const notifiedAt = NOON - (turn + 1) * 100 * HOUR;
    const startsAt = notifiedAt + minutes * MINUTE;
    const endsAt = startsAt + share * hours * HOUR;
    return oneTurn({ userId, durationHours: hours, priority: 1, notifiedAt, startsAt, endsAt });
  });
}

const past = (...those: Parameters<typeof turns>): Habits => habitsOf(turns(...those));

/** In how many minutes each waiter is expected to start. */
const expected = (state: ReturnType<typeof gpu>, habits: Habits, crowd = NOBODY) =>
  [...likely(state, RULES, NOON, habits, crowd)].map(([id, { startsAt }]) =>
    startsAt === null ? `${id} unknown` : `${id} +${Math.round((startsAt - NOON) / MINUTE)}`,
  );

describe("the likely start", () => {
  it("is the promised one while nothing is known of anybody", () => {
    for (const holder of [using(1, NOON - HOUR, 3), notified(1, NOON - 20 * MINUTE)]) {
      const state = gpu([holder, waiting(2), waiting(3)]);
      expect(likely(state, RULES, NOON, NO_HABITS, NOBODY)).toEqual(forecast(state, RULES, NOON));
    }
  });

  it("comes sooner where people leave early, and by how much depends on how often they did", () => {
    const state = gpu([using(1, NOON, 8), waiting(2, { durationHours: 8 }), waiting(3)]);
    expect(expected(state, past(9, 1, 8, 0.25))).toEqual(["2 +390", "3 +780"]);
    // 500 turns say it, three are what is assumed without any.
    expect(expected(state, past(9, 500, 8, 0.25))).toEqual(["2 +122", "3 +244"]);
  });

  it("tells one who asks for an hour from one who asks for a day", () => {
    const state = gpu([waiting(1, { durationHours: 24 }), waiting(2)]);
    expect(expected(state, past(9, 500, 1, 0.1))).toEqual(["1 +0", "2 +1440"]);
  });

  it("tells one user from others", () => {
    const habits = habitsOf([...turns(9, 300, 8, 0.5), ...turns(1, 30, 8, 1)]);
    const state = gpu([
      waiting(1, { durationHours: 8 }),
      waiting(2, { durationHours: 8 }),
      waiting(3),
    ]);
    const [, second = "", third = ""] = expected(state, habits);
    const stays = [Number(second.slice(3)), Number(third.slice(3)) - Number(second.slice(3))];
    expect(stays[0]).toBeGreaterThan(430);
    expect(stays[1]).toBeLessThan(280);
  });

  it("counts how long turns lie unclaimed, except where they start by themselves", () => {
    const habits = past(9, 500, 2, 1, 30);
    expect(expected(gpu([waiting(1), waiting(2)]), habits)).toEqual(["1 +0", "2 +150"]);
    expect(expected(gpu([waiting(1, { autoStart: true }), waiting(2)]), habits)).toEqual([
      "1 +0",
      "2 +120",
    ]);
    expect(expected(gpu([notified(1, NOON - 20 * MINUTE), waiting(2)]), habits)).toEqual([
      "2 +130",
    ]);
  });

  it("comes later for those whom newcomers of higher priority will overtake", () => {
    const crowd = new Map([
      [0, 0.25],
      [1, 0.25],
      [2, 0.5],
    ]);
    const waits = (priority: number) =>
      expected(gpu([using(1, NOON, 2), waiting(2, { priority })]), NO_HABITS, crowd);
    // The time of higher priorities counts for half: 120 / (1 - 0.25 / 2), 120 / (1 - 0.5 / 2).
    expect([waits(0), waits(1), waits(2)]).toEqual([["2 +120"], ["2 +137"], ["2 +160"]]);
  });

  it("is in no state before now, out of order, or in an outage, and unknown where the promise is", () => {
    fc.assert(
      fc.property(lives(), fc.double({ min: 0.01, max: 1, noNaN: true }), (deeds, share) => {
        let world = newWorld(NOON);
        const habits = past(1, 20, 4, share, 15);
        const crowd = new Map([[0, share / 2]]);
        for (const deed of deeds) {
          ({ world } = play(world, deed, RULES));
          const { state, now } = world;
          const promised = forecast(state, RULES, now);
          const expectations = likely(state, RULES, now, habits, crowd);
          expect([...expectations.keys()].sort()).toEqual([...promised.keys()].sort());
          let latest = now;
          for (const { startsAt } of expectations.values()) {
            if (startsAt === null) continue;
            expect(startsAt).toBeGreaterThanOrEqual(latest);
            expect(Number.isInteger(startsAt)).toBe(true);
            expect(outageAt(state, startsAt)).toBeUndefined();
            latest = startsAt;
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
