import { describe, expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { newcomersOutlook } from "@/lib/domain/outlook";
import { NO_PAST } from "@/lib/domain/past";
import {
  claimBy,
  conditionOf,
  extension,
  giveWayRefusal,
  obstacleOf,
  successorOf,
} from "@/lib/domain/standing";
import { HOUR } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";

describe("the state of a GPU", () => {
  it("is one of five, what keeps it from giving turns before who holds it", () => {
    const use = using(1, NOON);
    expect(conditionOf(gpu([]), NOON)).toBe("free");
    expect(conditionOf(gpu([waiting(1, { eligible: false })]), NOON)).toBe("free");
    expect(conditionOf(gpu([use]), NOON)).toBe("held");
    expect(conditionOf(gpu([notified(1, NOON)]), NOON)).toBe("turn");
    expect(conditionOf(gpu([use], { healthy: false }), NOON)).toBe("fault");
    expect(conditionOf(gpu([use], { enabled: false, healthy: false }), NOON)).toBe("disabled");
  });
});

describe("what keeps a waiting reservation from a turn", () => {
  it("is named for the user first, then for the GPU, and is nothing otherwise", () => {
    const barred = waiting(1, { eligible: false });
    expect(obstacleOf(gpu([barred], { enabled: false }), barred, RULES, NOON)).toBe("not-eligible");
    expect(obstacleOf(gpu([], { enabled: false }), waiting(1), RULES, NOON)).toBe("disabled");
    expect(obstacleOf(gpu([], { healthy: false }), waiting(1), RULES, NOON)).toBe("fault");
    expect(obstacleOf(gpu([using(2, NOON)]), waiting(1), RULES, NOON)).toBe(null);
  });
});

describe("what a newcomer may expect", () => {
  const state = gpu([using(1, NOON, 3), waiting(2), waiting(3, { priority: 2 })]);
  const hour = { durationHours: 1, autoStart: false };

  it.each([0, 1, 2, 3])("with priority %i is what they are told once they wait", (priority) => {
    const joined = waiting(9, { priority, reservedAt: NOON + 1 });
    const told = forecast({ ...state, reservations: [...state.reservations, joined] }, RULES, NOON);
    expect(newcomersOutlook(state, { ...hour, priority }, RULES, NOON + 1, NO_PAST)).toMatchObject(
      told.get(9) ?? {},
    );
  });

  it("is unknown while the GPU gives no turns", () => {
    expect(
      newcomersOutlook(
        { ...state, enabled: false },
        { ...hour, priority: 1 },
        RULES,
        NOON,
        NO_PAST,
      ),
    ).toEqual({ place: 2, startsAt: null, fullUseAt: null });
  });
});

describe("what a holder is told", () => {
  it("is who gets the turn after them, if anybody can", () => {
    const queue = [waiting(2, { eligible: false }), waiting(3), waiting(4)];
    expect(successorOf(gpu([using(1, NOON), ...queue]), 1, RULES, NOON)?.id).toBe(3);
    expect(successorOf(gpu([using(1, NOON), ...queue], { enabled: false }), 1, RULES, NOON)).toBe(
      undefined,
    );
    expect(successorOf(gpu([using(1, NOON)]), 1, RULES, NOON)).toBe(undefined);
  });

  it("is until when a turn must be claimed; nobody else must", () => {
    expect(claimBy(notified(1, NOON), RULES)).toBe(NOON + HOUR);
    expect(claimBy(waiting(1), RULES)).toBe(null);
    expect(claimBy(using(1, NOON), RULES)).toBe(null);
  });

  it("is whether they may let the next one go first", () => {
    const turn = notified(1, NOON);
    expect(giveWayRefusal(gpu([turn, waiting(2)]), 1, RULES, NOON)).toBe(null);
    expect(giveWayRefusal(gpu([turn]), 1, RULES, NOON)).toBe("nobody-waits");
    expect(giveWayRefusal(gpu([{ ...turn, gaveWay: true }, waiting(2)]), 1, RULES, NOON)).toBe(
      "gave-way-already",
    );
  });

  it("is by how many hours they may extend, or why not", () => {
    const use = using(1, NOON, 4);
    expect(extension(gpu([use]), use, 10, NOON + HOUR)).toEqual({ mostHours: 7 });
    expect(extension(gpu([use]), use, 4, NOON)).toEqual({ refusal: "extension-too-long" });
    expect(extension(gpu([use, waiting(2)]), use, 10, NOON)).toEqual({ refusal: "somebody-waits" });
  });
});
