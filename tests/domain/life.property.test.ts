import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitting, outageAt, outageWithin } from "@/lib/domain/outages";
import { settle } from "@/lib/domain/settle";
import type { GpuState, Policy, Reservation, ReservationStatus } from "@/lib/domain/words";
import { NOON, RULES } from "../support/core";
import { type Deed, lives, newWorld, play, type Scene } from "../support/core-life";

const NIGHTLY: Policy = { ...RULES, quietHours: { start: "23:00", end: "08:00" } };

/** Looks at every scene of many random lives. */
function inEveryLife(look: () => (scene: Scene, deed: Deed, rules: Policy) => void): void {
  fc.assert(
    fc.property(lives(), fc.constantFrom(RULES, NIGHTLY), (deeds, rules) => {
      const eye = look();
      let world = newWorld(NOON);
      for (const deed of deeds) {
        const scene = play(world, deed, rules);
        eye(scene, deed, rules);
        world = scene.world;
      }
    }),
    { numRuns: 400 },
  );
}

const holders = ({ reservations }: GpuState) =>
  reservations.filter(({ status }) => status === "NOTIFIED" || status === "ACTIVE");

const stepsOf = (scene: Scene) => scene.decisions.flatMap(({ steps }) => steps);

/** In words of its own: nobody who could go comes before `first`. */
function goesFirst(first: Reservation, waiters: readonly Reservation[], polite: number | null) {
  const rivals = waiters.filter(({ eligible, id }) => eligible && id !== first.id);
  if (!first.eligible) return false;
  if (first.id === polite) return rivals.length === 0;
  return rivals.every((rival) => {
    if (rival.id === polite) return true;
    if (rival.movedToFrontAt !== first.movedToFrontAt) {
      return (first.movedToFrontAt ?? 0) > (rival.movedToFrontAt ?? 0);
    }
    if (rival.priority !== first.priority) return first.priority < rival.priority;
    if (rival.reservedAt !== first.reservedAt) return first.reservedAt < rival.reservedAt;
    return first.id < rival.id;
  });
}

describe("in any life of a GPU", () => {
  it("there are never two holders", () => {
    inEveryLife(() => ({ decisions }) => {
      for (const { state } of decisions) expect(holders(state).length).toBeLessThanOrEqual(1);
    });
  });

  it("whoever gets the turn is the first eligible of the queue, and the GPU was free to give", () => {
    inEveryLife(() => {
      let polite: number | null = null;
      return ({ given, decisions, world: { now, state } }, _deed, rules) => {
        const standing = new Map(given.reservations.map((known) => [known.id, known]));
        for (const { event, after } of decisions.flatMap(({ steps }) => steps)) {
          if (event === "turn-given") {
            const waiters = [...standing.values()].filter(({ status }) => status === "WAITING");
            const able = fitting(state, waiters, rules, now);
            const first = able.find(({ id }) => id === after.id);
            expect(first && goesFirst(first, able, polite)).toBe(true);
            expect(outageAt(state, now)).toBe(undefined);
            expect(waiters.length).toBe(standing.size);
            expect(given.enabled && given.healthy).toBe(true);
            polite = null;
          }
          if (event === "gave-way") polite = after.id;
          if (["COMPLETED", "EXPIRED", "CANCELLED"].includes(after.status)) {
            standing.delete(after.id);
            if (polite === after.id) polite = null;
          } else {
            standing.set(after.id, after);
          }
        }
      };
    });
  });

  it("what has ended never changes again", () => {
    inEveryLife(() => {
      const ended = new Set<number>();
      return (scene) => {
        for (const { after } of stepsOf(scene)) {
          expect(ended).not.toContain(after.id);
          if (["COMPLETED", "EXPIRED", "CANCELLED"].includes(after.status)) ended.add(after.id);
        }
        for (const { id } of scene.world.state.reservations) expect(ended).not.toContain(id);
      };
    });
  });

  it("a free, healthy, enabled GPU with an eligible waiter whose hours fit is never left free", () => {
    inEveryLife(() => ({ decisions, given, refused, world: { now } }, deed, rules) => {
      expect(decisions.length === 1 || !refused).toBe(true);
      const isAboutOutages = deed.do === "takeOut" || deed.do === "bringBack";
      for (const { state } of [isAboutOutages ? undefined : decisions[0], decisions.at(-1)].filter(
        (each) => each !== undefined,
      )) {
        const able = fitting(state, state.reservations, rules, now);
        const couldGo = able.some((r) => r.status === "WAITING" && r.eligible);
        const out = outageAt(state, now) !== undefined;
        const idle = holders(state).length === 0 && given.enabled && given.healthy && !out;
        expect(idle && couldGo).toBe(false);
      }
    });
  });

  it("nobody holds a GPU that is out, nor until it goes out", () => {
    inEveryLife(() => ({ world: { now, state } }) => {
      for (const { endsAt, durationHours } of holders(state)) {
        const until = endsAt ?? now + durationHours * 3_600_000;
        expect(outageWithin(state, now, until)).toBe(undefined);
      }
    });
  });

  it("nothing that is due is left undone", () => {
    inEveryLife(() => ({ world: { now, state } }) => {
      for (const { status, endsAt, eligible } of holders(state)) {
        if (status === "ACTIVE") expect(endsAt).toBeGreaterThan(now);
        if (status === "NOTIFIED") expect(eligible).toBe(true);
      }
    });
  });

  it("deciding twice changes nothing", () => {
    inEveryLife(() => ({ world: { now, state } }, _deed, rules) => {
      const again = settle(state, rules, now);
      expect(again.steps).toEqual([]);
      expect(again.state).toEqual(state);
    });
  });

  it("the order in which the reservations come is irrelevant", () => {
    const byId = (a: Reservation, b: Reservation) => a.id - b.id;
    inEveryLife(() => ({ given, world: { now } }, _deed, rules) => {
      const reservations = [...given.reservations].reverse();
      const [straight, reversed] = [given, { ...given, reservations }].map((state) => {
        const { state: after, steps } = settle(state, rules, now);
        return { steps, after: [...after.reservations].sort(byId) };
      });
      expect(reversed).toEqual(straight);
    });
  });

  it("every step is one of the drawn transitions, and leaves what was asked for as it was", () => {
    const drawn: Record<string, readonly [ReservationStatus, ReservationStatus][]> = {
      "turn-given": [
        ["WAITING", "NOTIFIED"],
        ["WAITING", "ACTIVE"],
      ],
      "turn-withdrawn": [["NOTIFIED", "WAITING"]],
      "gave-way": [["NOTIFIED", "WAITING"]],
      "turn-passed-on": [["NOTIFIED", "EXPIRED"]],
      started: [["NOTIFIED", "ACTIVE"]],
      extended: [["ACTIVE", "ACTIVE"]],
      "ending-soon": [["ACTIVE", "ACTIVE"]],
      shortened: [["ACTIVE", "ACTIVE"]],
      restored: [["ACTIVE", "ACTIVE"]],
      "moved-to-front": [["WAITING", "WAITING"]],
      completed: [["ACTIVE", "COMPLETED"]],
      cancelled: [
        ["WAITING", "CANCELLED"],
        ["NOTIFIED", "CANCELLED"],
      ],
    };
    inEveryLife(() => {
      const known = new Map<number, Reservation>();
      return (scene) => {
        for (const { event, after } of stepsOf(scene)) {
          const before = known.get(after.id);
          known.set(after.id, after);
          if (event === "reserved") continue;
          const pair = `${before?.status} ${after.status}`;
          expect(drawn[event]?.map((allowed) => allowed.join(" "))).toContain(pair);
          expect(after.userId).toBe(before?.userId);
          expect(after.reservedAt).toBe(before?.reservedAt);
          expect(after.turn).toBe((before?.turn ?? 0) + (event === "turn-given" ? 1 : 0));
          if (event !== "extended") expect(after.durationHours).toBe(before?.durationHours);
          if (event === "gave-way") expect(before?.gaveWay).toBe(false);
        }
      };
    });
  });

  it("a use is planned for exactly the hours that were reserved and added, or up to maintenance", () => {
    inEveryLife(() => ({ world: { state } }) => {
      for (const use of state.reservations.filter(({ status }) => status === "ACTIVE")) {
        const end = (use.startsAt ?? 0) + use.durationHours * 3_600_000;
        const cut = outageWithin(state, use.endsAt ?? 0, end);
        expect(use.endsAt).toBe(cut ? cut.from : end);
      }
    });
  });

  it("nobody is told twice of the same mark, and never of one past at the start", () => {
    inEveryLife(() => {
      const told = new Set<string>();
      return (scene) => {
        for (const { event, after, mark } of stepsOf(scene)) {
          if (event !== "ending-soon") continue;
          expect(told).not.toContain(`${after.id} ${mark}`);
          told.add(`${after.id} ${mark}`);
          const [minutes = "", end = ""] = (mark ?? "").split("@");
          const at = Date.parse(end) - Number(minutes) * 60_000;
          expect(at).toBeGreaterThan(after.startsAt ?? Number.POSITIVE_INFINITY);
          expect(at).toBeLessThanOrEqual(scene.world.now);
        }
      };
    });
  });
});
