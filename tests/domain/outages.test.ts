import { describe, expect, it } from "vitest";
import { extend, giveWay, moveToFront } from "@/lib/domain/actions";
import { forecast } from "@/lib/domain/forecast";
import { queueOf, whoseTurn } from "@/lib/domain/queue";
import { settle } from "@/lib/domain/settle";
import { conditionOf, extension, obstacleOf } from "@/lib/domain/standing";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, standing, told, using, waiting } from "../support/core";

/** Out from so many hours after noon on. */
const out = (from: number, until: number | null = null) => ({
  outages: [{ from: NOON + from * HOUR, until: until === null ? null : NOON + until * HOUR }],
});

describe("a GPU that goes out for maintenance", () => {
  it("gives no turn that would reach into it, claimed at the last moment", () => {
    const two = waiting(1, { durationHours: 2 });
    expect(whoseTurn(gpu([two], out(3)), RULES, NOON)?.id).toBe(1);
    expect(whoseTurn(gpu([two], out(2.99)), RULES, NOON)).toBe(undefined);
  });

  it("gives one that starts by itself up to the last moment", () => {
    const two = waiting(1, { durationHours: 2, autoStart: true });
    expect(whoseTurn(gpu([two], out(2)), RULES, NOON)?.id).toBe(1);
    expect(whoseTurn(gpu([two], out(1.99)), RULES, NOON)).toBe(undefined);
  });

  it("lets a shorter one go meanwhile", () => {
    const state = gpu([waiting(1, { durationHours: 9 }), waiting(2, { durationHours: 1 })], out(3));
    expect(whoseTurn(state, RULES, NOON)?.id).toBe(2);
    expect(obstacleOf(state, waiting(1, { durationHours: 9 }), RULES, NOON)).toBe(
      "maintenance-ahead",
    );
  });

  it("gives none while it is out, and gives them again once it is back", () => {
    const state = gpu([waiting(1)], out(-1, 1));
    expect(whoseTurn(state, RULES, NOON)).toBe(undefined);
    expect(conditionOf(state, NOON)).toBe("maintenance");
    expect(whoseTurn(state, RULES, NOON + HOUR)?.id).toBe(1);
    expect(conditionOf(state, NOON + HOUR)).toBe("free");
  });

  it("shortens a use that would reach into it, once", () => {
    const decision = settle(gpu([using(1, NOON, 5)], out(3)), RULES, NOON);
    expect(told(decision.steps)).toEqual(["shortened 1"]);
    expect(decision.state.reservations[0]?.endsAt).toBe(NOON + 3 * HOUR);
    expect(settle(decision.state, RULES, NOON).steps).toEqual([]);
  });

  it("ends a use in which it begins at once", () => {
    const decision = settle(gpu([using(1, NOON - HOUR, 5)], out(0)), RULES, NOON);
    expect(decision.steps.map(({ after }) => [after.status, after.endCause, after.endsAt])).toEqual(
      [["COMPLETED", "MAINTENANCE", NOON]],
    );
  });

  it("withdraws a turn that would reach into it", () => {
    const decision = settle(gpu([notified(1, NOON)], out(2)), RULES, NOON + MINUTE);
    expect(told(decision.steps)).toEqual(["turn-withdrawn 1"]);
    expect(standing(decision.state)).toEqual(["1 WAITING"]);
  });

  it("keeps a use from being extended into it", () => {
    const state = gpu([using(1, NOON, 2)], out(4));
    expect(extension(state, using(1, NOON, 2), 48, NOON)).toEqual({ mostHours: 2 });
    expect(extend(state, 1, 3, 48, NOON)).toEqual({ ok: false, refusal: "maintenance-ahead" });
    expect(extend(state, 1, 2, 48, NOON).ok).toBe(true);
  });

  it("lets nobody give way to one who cannot go before it", () => {
    const state = gpu([notified(1, NOON), waiting(2, { durationHours: 48 })], out(9));
    expect(giveWay(state, 1, RULES, NOON)).toEqual({ ok: false, refusal: "nobody-waits" });
  });
});

describe("what waiters may expect around maintenance", () => {
  const starts = (...args: Parameters<typeof forecast>) =>
    [...forecast(...args)].map(([id, { startsAt }]) =>
      startsAt === null ? `${id} unknown` : `${id} +${(startsAt - NOON) / HOUR}`,
    );

  it("jumps over it, and the short ones before it", () => {
    const state = gpu(
      [using(9, NOON, 1), waiting(1, { durationHours: 8 }), waiting(2, { durationHours: 1 })],
      out(4, 10),
    );
    expect(starts(state, RULES, NOON)).toEqual(["2 +1", "1 +10"]);
  });

  it("says nothing beyond one whose end nobody knows", () => {
    const state = gpu([waiting(1, { durationHours: 1 }), waiting(2, { durationHours: 8 })], out(4));
    expect(starts(state, RULES, NOON)).toEqual(["1 +0", "2 unknown"]);
  });

  it("goes by every outage, overlapping ones too", () => {
    const state = gpu([waiting(1)], {
      outages: [...out(-1, 2).outages, ...out(1, 3).outages, ...out(5, 6).outages],
    });
    expect(starts(state, RULES, NOON)).toEqual(["1 +6"]);
  });
});

describe("moving a reservation to the front", () => {
  it("puts it before every priority, and the latest moved before the others", () => {
    const state = gpu([waiting(1, { priority: 0 }), waiting(2), waiting(3, { priority: 2 })]);
    const third = moveToFront(state, 3, NOON);
    if (!third.ok) throw new Error(third.refusal);
    expect(queueOf(third.state).map(({ id }) => id)).toEqual([3, 1, 2]);
    const second = moveToFront(third.state, 2, NOON + 1);
    if (!second.ok) throw new Error(second.refusal);
    expect(queueOf(second.state).map(({ id }) => id)).toEqual([2, 3, 1]);
  });

  it("is for what waits", () => {
    expect(moveToFront(gpu([using(1, NOON)]), 1, NOON)).toEqual({
      ok: false,
      refusal: "not-waiting",
    });
  });
});
