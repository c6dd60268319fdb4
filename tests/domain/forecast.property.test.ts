import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { start } from "@/lib/domain/actions";
import { forecast } from "@/lib/domain/forecast";
import { outageWithin } from "@/lib/domain/outages";
import { settle } from "@/lib/domain/settle";
import type { GpuState, Instant, Policy } from "@/lib/domain/words";
import { NOON, RULES } from "../support/core";
import { lives, newWorld, PEOPLE, play } from "../support/core-life";

const PATIENT: Policy = { ...RULES, endingSoonMinutes: [] };

/** Every waiter's start when everybody starts at the turn and uses all of the time. */
function whenPlayed(state: GpuState, now: Instant): Map<number, Instant> {
  const starts = new Map<number, Instant>();
  let clock = now;
  let current = state;
  const outages = state.outages.length;
  for (let round = 0; round <= PEOPLE + outages + 1; round++) {
    const { state: settled, steps } = settle(current, PATIENT, clock);
    for (const { event, after } of steps) if (event === "turn-given") starts.set(after.id, clock);
    const offered = settled.reservations.find(({ status }) => status === "NOTIFIED");
    const begun = offered ? start(settled, offered.id, PATIENT, clock) : null;
    current = begun?.ok ? begun.state : settled;
    const use = current.reservations.find(({ status }) => status === "ACTIVE");
    const over = use?.endsAt ?? outageWithin(current, clock, Number.POSITIVE_INFINITY)?.until;
    if (!over) return starts;
    clock = over;
  }
  throw new Error("the queue was not played to its end");
}

/** The states, at rest, that random lives lead to. */
function inEveryState(look: (state: GpuState, now: Instant) => void): void {
  fc.assert(
    fc.property(lives(), (deeds) => {
      let world = newWorld(NOON);
      for (const deed of deeds) {
        ({ world } = play(world, deed, RULES));
        look(world.state, world.now);
      }
    }),
    { numRuns: 300 },
  );
}

describe("in any state of a GPU the estimated start", () => {
  it("is the very instant at which the queue, played forward, comes to each waiter", () => {
    inEveryState((state, now) => {
      const expectations = forecast(state, RULES, now);
      const played = whenPlayed(state, now);
      for (const waiter of state.reservations.filter(({ status }) => status === "WAITING")) {
        const expected = expectations.get(waiter.id)?.startsAt;
        expect(expected).toBe(played.get(waiter.id) ?? null);
      }
    });
  });

  it("is never before now, nor before the holder's planned end", () => {
    inEveryState((state, now) => {
      const use = state.reservations.find(({ status }) => status === "ACTIVE");
      for (const { startsAt } of forecast(state, RULES, now).values()) {
        if (startsAt !== null)
          expect(startsAt).toBeGreaterThanOrEqual(Math.max(now, use?.endsAt ?? 0));
      }
    });
  });

  it("comes with a place for every waiter, numbered from 1 in the order of the starts", () => {
    inEveryState((state, now) => {
      const waiters = state.reservations.filter(({ status }) => status === "WAITING");
      const expectations = forecast(state, RULES, now);
      expect([...expectations.keys()].sort()).toEqual(waiters.map(({ id }) => id).sort());
      const values = [...expectations.values()];
      expect(values.map(({ place }) => place)).toEqual(values.map((_, index) => index + 1));
      const starts = values.flatMap(({ startsAt }) => startsAt ?? []);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    });
  });
});
