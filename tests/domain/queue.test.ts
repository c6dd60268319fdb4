import { describe, expect, it } from "vitest";
import { holderOf, nextOf, queueOf, someoneElseWaits, whoseTurn } from "@/lib/domain/queue";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";

const ids = (reservations: readonly { id: number }[]) => reservations.map(({ id }) => id);

describe("the queue", () => {
  it("goes by priority, 0 before 1 before 2, however late one came", () => {
    const state = gpu([
      waiting(1, { priority: 2, reservedAt: 10 }),
      waiting(2, { priority: 1, reservedAt: 20 }),
      waiting(3, { priority: 0, reservedAt: 30 }),
    ]);
    expect(ids(queueOf(state))).toEqual([3, 2, 1]);
  });

  it("goes by reservation time within a priority, and by id within an instant", () => {
    const state = gpu([
      waiting(7, { reservedAt: 20 }),
      waiting(9, { reservedAt: 10 }),
      waiting(8, { reservedAt: 20 }),
    ]);
    expect(ids(queueOf(state))).toEqual([9, 7, 8]);
  });

  it("holds those that wait, not the holder", () => {
    const state = gpu([using(1, NOON), waiting(2)]);
    expect(ids(queueOf(state))).toEqual([2]);
    expect(holderOf(state)?.id).toBe(1);
  });

  it("leaves the array that it reads as it was", () => {
    const reservations = [waiting(2), waiting(1)];
    queueOf(gpu(reservations));
    expect(ids(reservations)).toEqual([2, 1]);
  });
});

describe("whose turn it is", () => {
  it("is the first of the queue", () => {
    expect(whoseTurn(gpu([waiting(2), waiting(1)]), RULES, NOON)?.id).toBe(1);
  });

  it("is nobody's while somebody holds the GPU, started or not", () => {
    expect(whoseTurn(gpu([using(1, NOON), waiting(2)]), RULES, NOON)).toBeUndefined();
    expect(whoseTurn(gpu([notified(1, NOON), waiting(2)]), RULES, NOON)).toBeUndefined();
  });

  it("is nobody's on a disabled or a faulty GPU", () => {
    expect(whoseTurn(gpu([waiting(1)], { enabled: false }), RULES, NOON)).toBeUndefined();
    expect(whoseTurn(gpu([waiting(1)], { healthy: false }), RULES, NOON)).toBeUndefined();
  });

  it("skips one that is not eligible", () => {
    expect(whoseTurn(gpu([waiting(1, { eligible: false }), waiting(2)]), RULES, NOON)?.id).toBe(2);
    expect(whoseTurn(gpu([waiting(1, { eligible: false })]), RULES, NOON)).toBeUndefined();
  });

  it("passes over one that just gave way, even with a better priority", () => {
    const polite = waiting(1, { priority: 0, passedOver: true });
    expect(whoseTurn(gpu([polite, waiting(2, { priority: 2 })]), RULES, NOON)?.id).toBe(2);
  });

  it("goes back to one that gave way when nobody else can take it", () => {
    const polite = waiting(1, { passedOver: true });
    expect(whoseTurn(gpu([polite, waiting(2, { eligible: false })]), RULES, NOON)?.id).toBe(1);
    expect(nextOf([])).toBeUndefined();
  });
});

describe("somebody else waits", () => {
  it("means another user who could take a turn", () => {
    const holder = using(1, NOON);
    expect(someoneElseWaits(gpu([holder]), 1)).toBe(false);
    expect(someoneElseWaits(gpu([holder, waiting(2)]), 1)).toBe(true);
    expect(someoneElseWaits(gpu([holder, waiting(2, { eligible: false })]), 1)).toBe(false);
    expect(someoneElseWaits(gpu([holder, waiting(2, { userId: 1 })]), 1)).toBe(false);
  });
});
