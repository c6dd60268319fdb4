/** What tests/model does not see of a life of a GPU: it always gives reservations in one order. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { settle } from "@/lib/domain/settle";
import type { Policy, Reservation } from "@/lib/domain/words";
import { NOON, RULES } from "../support/core";
import { lives, newWorld, play } from "../support/core-life";

const NIGHTLY: Policy = { ...RULES, quietHours: { start: "23:00", end: "08:00" } };

const byId = (a: Reservation, b: Reservation) => a.id - b.id;

it("in any life of a GPU the order in which its reservations come is irrelevant", () => {
  fc.assert(
    fc.property(lives(), fc.constantFrom(RULES, NIGHTLY), (deeds, rules) => {
      let world = newWorld(NOON);
      for (const deed of deeds) {
        const { given, world: next } = play(world, deed, rules);
        const reservations = [...given.reservations].reverse();
        const [straight, reversed] = [given, { ...given, reservations }].map((state) => {
          const { state: after, steps } = settle(state, rules, next.now);
          return { steps, after: [...after.reservations].sort(byId) };
        });
        expect(reversed).toEqual(straight);
        world = next;
      }
    }),
    { numRuns: 200 },
  );
}, 30_000);
