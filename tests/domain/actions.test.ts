import { describe, expect, it } from "vitest";
import { cancel, extend, giveWay, release, start } from "@/lib/domain/actions";
import type { Verdict } from "@/lib/domain/decision";
import { settle } from "@/lib/domain/settle";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, standing, using, waiting } from "../support/core";

/** The refusal, or the one reservation that was changed. */
function answer(verdict: Verdict) {
  if (!verdict.ok) return verdict.refusal;
  expect(verdict.steps).toHaveLength(1);
  return verdict.steps[0]?.after;
}

const offered = gpu([notified(1, NOON), waiting(2)]);
const busy = gpu([using(1, NOON, 2)]);

describe("start", () => {
  it("makes the turn a use of the reserved hours, from now on", () => {
    const now = NOON + 20 * MINUTE;
    expect(answer(start(offered, 1, RULES, now))).toMatchObject({
      status: "ACTIVE",
      notifiedAt: NOON,
      startsAt: now,
      endsAt: now + 2 * HOUR,
    });
  });

  it("is possible up to the deadline, not at it", () => {
    const deadline = NOON + 60 * MINUTE;
    expect(answer(start(offered, 1, RULES, deadline - 1))).toMatchObject({ status: "ACTIVE" });
    expect(answer(start(offered, 1, RULES, deadline))).toBe("claim-window-over");
  });

  it("is refused to one that waits, that has started, or that is gone", () => {
    expect(answer(start(offered, 2, RULES, NOON))).toBe("not-your-turn");
    expect(answer(start(busy, 1, RULES, NOON))).toBe("already-started");
    expect(answer(start(busy, 9, RULES, NOON))).toBe("already-ended");
  });
});

describe("cancel", () => {
  it("ends a waiting reservation, saying who did it and why", () => {
    expect(answer(cancel(offered, 2, "owner", null, NOON))).toMatchObject({
      status: "CANCELLED",
      endCause: "CANCELLED",
      endsAt: NOON,
      endReason: null,
    });
    expect(answer(cancel(offered, 2, "administrator", "maintenance", NOON))).toMatchObject({
      endCause: "CANCELLED_BY_ADMIN",
      endReason: "maintenance",
    });
  });

  it("of a turn is a decline, and the turn passes on", () => {
    const verdict = cancel(offered, 1, "owner", null, NOON);
    expect(answer(verdict)).toMatchObject({ status: "CANCELLED", endCause: "DECLINED" });
    if (verdict.ok) {
      expect(standing(settle(verdict.state, RULES, NOON).state)).toEqual(["2 NOTIFIED"]);
    }
  });

  it("is refused for a use, which is released instead, and for what is gone", () => {
    expect(answer(cancel(busy, 1, "owner", null, NOON))).toBe("not-waiting");
    expect(answer(cancel(busy, 9, "owner", null, NOON))).toBe("already-ended");
  });
});

describe("let the next one go first", () => {
  it("gives the turn to the next one and keeps the old place", () => {
    const verdict = giveWay(offered, 1, RULES, NOON);
    expect(answer(verdict)).toMatchObject({
      status: "WAITING",
      notifiedAt: null,
      gaveWay: true,
      passedOver: true,
    });
    if (!verdict.ok) return;
    const next = settle(verdict.state, RULES, NOON).state;
    expect(standing(next)).toEqual(["1 WAITING", "2 NOTIFIED"]);
    const after = settle(next, RULES, NOON + HOUR).state;
    expect(standing(after)).toEqual(["1 NOTIFIED"]);
  });

  it("is possible once per reservation", () => {
    const again = gpu([notified(1, NOON, { gaveWay: true }), waiting(2)]);
    expect(answer(giveWay(again, 1, RULES, NOON))).toBe("gave-way-already");
  });

  it("needs somebody else who could take the turn", () => {
    expect(answer(giveWay(gpu([notified(1, NOON)]), 1, RULES, NOON))).toBe("nobody-waits");
    const barred = gpu([notified(1, NOON), waiting(2, { eligible: false })]);
    expect(answer(giveWay(barred, 1, RULES, NOON))).toBe("nobody-waits");
  });

  it("on a GPU that gives no turns now, lets the next one go first once it does", () => {
    const verdict = giveWay({ ...offered, enabled: false }, 1, RULES, NOON);
    if (!verdict.ok) throw new Error(verdict.refusal);
    const free = settle(verdict.state, RULES, NOON).state;
    expect(standing(free)).toEqual(["1 WAITING", "2 WAITING"]);
    const enabled = settle({ ...free, enabled: true }, RULES, NOON + HOUR).state;
    expect(standing(enabled)).toEqual(["1 WAITING", "2 NOTIFIED"]);
  });

  it("is refused to one that waits, that has started, or that is gone", () => {
    expect(answer(giveWay(offered, 2, RULES, NOON))).toBe("not-your-turn");
    expect(answer(giveWay(busy, 1, RULES, NOON))).toBe("not-your-turn");
    expect(answer(giveWay(offered, 9, RULES, NOON))).toBe("already-ended");
  });
});

describe("release", () => {
  it("ends the use now, and the rest of the time goes to the next one", () => {
    const verdict = release(gpu([using(1, NOON, 2), waiting(2)]), 1, "owner", null, NOON + MINUTE);
    expect(answer(verdict)).toMatchObject({
      status: "COMPLETED",
      endCause: "RELEASED",
      endsAt: NOON + MINUTE,
    });
    if (verdict.ok) {
      expect(standing(settle(verdict.state, RULES, NOON).state)).toEqual(["2 NOTIFIED"]);
    }
  });

  it("by an administrator says so, with the reason", () => {
    expect(answer(release(busy, 1, "administrator", "overheating", NOON))).toMatchObject({
      endCause: "ENDED_BY_ADMIN",
      endReason: "overheating",
    });
  });

  it("is refused to whoever does not use the GPU", () => {
    expect(answer(release(offered, 1, "owner", null, NOON))).toBe("not-active");
    expect(answer(release(offered, 2, "owner", null, NOON))).toBe("not-active");
    expect(answer(release(offered, 9, "owner", null, NOON))).toBe("already-ended");
  });
});

describe("extend", () => {
  const later = (minutes: number) => NOON + minutes * MINUTE;

  it("adds whole hours to the end", () => {
    expect(answer(extend(busy, 1, 3, 48, later(30)))).toMatchObject({
      status: "ACTIVE",
      durationHours: 5,
      startsAt: NOON,
      endsAt: NOON + 5 * HOUR,
    });
  });

  it("leaves no more than the longest reservation ahead", () => {
    expect(answer(extend(busy, 1, 1, 2, later(60)))).toMatchObject({ endsAt: NOON + 3 * HOUR });
    expect(answer(extend(busy, 1, 1, 2, later(59)))).toBe("extension-too-long");
    expect(answer(extend(busy, 1, 2, 2, later(60)))).toBe("extension-too-long");
  });

  it("is refused while somebody waits who could take a turn", () => {
    const wanted = gpu([using(1, NOON, 2), waiting(2)]);
    expect(answer(extend(wanted, 1, 1, 48, later(30)))).toBe("somebody-waits");
    const barred = gpu([using(1, NOON, 2), waiting(2, { eligible: false })]);
    expect(answer(extend(barred, 1, 1, 48, later(30)))).toMatchObject({ status: "ACTIVE" });
  });

  it("is refused to one whose account or access is disabled: such a use runs to its end", () => {
    const barred = gpu([using(1, NOON, 2, { eligible: false })]);
    expect(answer(extend(barred, 1, 1, 48, later(30)))).toBe("access-disabled");
  });

  it("is refused to one that waits, that has not started, or that is gone", () => {
    expect(answer(extend(offered, 1, 1, 48, NOON))).toBe("not-active");
    expect(answer(extend(offered, 2, 1, 48, NOON))).toBe("not-active");
    expect(answer(extend(offered, 9, 1, 48, NOON))).toBe("already-ended");
  });
});
