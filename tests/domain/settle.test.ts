import { describe, expect, it } from "vitest";
import { settle } from "@/lib/domain/settle";
import { type GpuState, HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, standing, told, using, waiting } from "../support/core";

/** What happens at `now`, and who stands where afterwards. */
function play(state: GpuState, now: Instant) {
  const decision = settle(state, RULES, now);
  return {
    told: told(decision.steps),
    standing: standing(decision.state),
    state: decision.state,
    steps: decision.steps,
  };
}

describe("a free GPU", () => {
  it("is offered to the first of the queue", () => {
    const { told, state } = play(gpu([waiting(2), waiting(1)]), NOON);
    expect(told).toEqual(["turn-given 1"]);
    expect(state.reservations.find(({ id }) => id === 1)).toMatchObject({
      status: "NOTIFIED",
      notifiedAt: NOON,
      turn: 1,
      startsAt: null,
      endsAt: null,
    });
  });

  it("starts at once for one that was made with auto-start", () => {
    const { told, state } = play(gpu([waiting(1, { autoStart: true, durationHours: 3 })]), NOON);
    expect(told).toEqual(["turn-given 1"]);
    expect(state.reservations[0]).toMatchObject({
      status: "ACTIVE",
      turn: 1,
      notifiedAt: NOON,
      startsAt: NOON,
      endsAt: NOON + 3 * HOUR,
    });
  });

  it("waits while it is disabled or faulty, and so does the queue", () => {
    for (const trouble of [{ enabled: false }, { healthy: false }]) {
      const { told, standing } = play(gpu([waiting(1)], trouble), NOON);
      expect(told).toEqual([]);
      expect(standing).toEqual(["1 WAITING"]);
    }
  });

  it("skips one that is not eligible, who keeps the place", () => {
    const barred = waiting(1, { priority: 0, eligible: false });
    const { standing, state } = play(gpu([barred, waiting(2)]), NOON);
    expect(standing).toEqual(["1 WAITING", "2 NOTIFIED"]);
    const later = state.reservations
      .filter(({ id }) => id === 1)
      .map((reservation) => ({ ...reservation, eligible: true }));
    expect(play(gpu([...later, waiting(3)]), NOON).standing).toEqual(["1 NOTIFIED", "3 WAITING"]);
  });

  it("passes over one that gave way for exactly one turn", () => {
    const polite = waiting(1, { priority: 0, gaveWay: true, passedOver: true });
    const first = play(gpu([polite, waiting(2), waiting(3)]), NOON);
    expect(first.standing).toEqual(["1 WAITING", "2 NOTIFIED", "3 WAITING"]);
    const next = play(first.state, NOON + HOUR);
    expect(next.standing).toEqual(["1 NOTIFIED", "3 WAITING"]);
    const alone = play(gpu([polite]), NOON);
    expect(alone.steps[0]?.after).toMatchObject({ status: "NOTIFIED", passedOver: false });
  });
});

describe("an unclaimed turn", () => {
  const offered = gpu([notified(1, NOON), waiting(2)]);

  it("stands until its deadline", () => {
    expect(play(offered, NOON + 60 * MINUTE - 1).told).toEqual([]);
  });

  it("passes on at the deadline, and the next one has the turn", () => {
    const { told, standing, steps } = play(offered, NOON + 60 * MINUTE);
    expect(told).toEqual(["turn-passed-on 1", "turn-given 2"]);
    expect(standing).toEqual(["2 NOTIFIED"]);
    expect(steps[0]?.after).toMatchObject({
      status: "EXPIRED",
      endCause: "CLAIM_WINDOW_OVER",
      endsAt: NOON + 60 * MINUTE,
    });
  });

  it("ended at its deadline even when the worker comes hours later; the next turn begins then", () => {
    const { steps } = play(offered, NOON + 5 * HOUR);
    expect(steps[0]?.after.endsAt).toBe(NOON + 60 * MINUTE);
    expect(steps[1]?.after.notifiedAt).toBe(NOON + 5 * HOUR);
  });

  it("is withdrawn when its user is not eligible any more, and passes on", () => {
    const barred = gpu([notified(1, NOON, { eligible: false }), waiting(2)]);
    const { told, standing, state } = play(barred, NOON + MINUTE);
    expect(told).toEqual(["turn-withdrawn 1", "turn-given 2"]);
    expect(standing).toEqual(["1 WAITING", "2 NOTIFIED"]);
    expect(state.reservations.find(({ id }) => id === 1)).toMatchObject({
      notifiedAt: null,
      turn: 1,
      gaveWay: false,
    });
  });

  it("is kept on a GPU that is disabled meanwhile, and may pass on to nobody", () => {
    const disabled = { ...offered, enabled: false };
    expect(play(disabled, NOON + MINUTE).told).toEqual([]);
    expect(play(disabled, NOON + HOUR).told).toEqual(["turn-passed-on 1"]);
  });
});

describe("a use", () => {
  const busy = gpu([using(1, NOON, 2), waiting(2)]);

  it("lasts until its end", () => {
    expect(play(gpu([using(1, NOON, 2, { reminded: [] })]), NOON + MINUTE).told).toEqual([]);
  });

  it("ends on time, and the next one has the turn", () => {
    const { told, standing, steps } = play(busy, NOON + 2 * HOUR);
    expect(told).toEqual(["completed 1", "turn-given 2"]);
    expect(standing).toEqual(["2 NOTIFIED"]);
    expect(steps[0]?.after).toMatchObject({ status: "COMPLETED", endCause: "TIME_UP" });
  });

  it("ended when it was due, however late the worker comes; the next turn begins then", () => {
    const { steps } = play(busy, NOON + 30 * HOUR);
    expect(steps[0]?.after.endsAt).toBe(NOON + 2 * HOUR);
    expect(steps[1]?.after.notifiedAt).toBe(NOON + 30 * HOUR);
  });

  it("runs to its end when its user is not eligible any more, or the GPU is disabled or faulty", () => {
    const barred = gpu([using(1, NOON, 2, { eligible: false }), waiting(2)]);
    for (const state of [barred, { ...busy, enabled: false }, { ...busy, healthy: false }]) {
      expect(play(state, NOON + 30 * MINUTE).told).toEqual([]);
    }
    expect(play({ ...busy, enabled: false }, NOON + 2 * HOUR).told).toEqual(["completed 1"]);
  });

  it("is told that it is ending soon, once for each mark", () => {
    const first = play(busy, NOON + 61 * MINUTE);
    expect(first.told).toEqual(["ending-soon 1"]);
    expect(play(first.state, NOON + 62 * MINUTE).told).toEqual([]);
    const second = play(first.state, NOON + 111 * MINUTE);
    expect(second.told).toEqual(["ending-soon 1"]);
    const use = second.state.reservations.find(({ id }) => id === 1);
    expect(use?.reminded).toHaveLength(2);
  });

  it("that is over is ended, not reminded", () => {
    expect(play(gpu([using(1, NOON, 2)]), NOON + 3 * HOUR).told).toEqual(["completed 1"]);
  });
});
