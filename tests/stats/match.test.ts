import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import { type Card, gpuOf, type KnownGpu, keyOf } from "@/lib/stats/report/match";
import { clockOffset, isAcceptable } from "@/lib/stats/report/times";
import { NOON } from "../support/core";

const card = (details: Partial<Card>): Card => ({
  uuid: null,
  pciBusId: null,
  index: null,
  ...details,
});
const gpu = (id: number, details: Partial<KnownGpu>): KnownGpu => ({
  ...card({}),
  index: id,
  ...details,
  id,
});

describe("a card that reports itself", () => {
  const first = gpu(1, { uuid: "GPU-a", pciBusId: "0:3B", index: 0 });
  const second = gpu(2, { uuid: "GPU-b", pciBusId: "0:8B", index: 1 });
  const byHand = gpu(3, { index: 2 });
  const all = [first, second, byHand];

  it("is known by its UUID, in whatever slot and under whatever number", () => {
    expect(gpuOf({ uuid: "GPU-b", pciBusId: "0:3B", index: 0 }, all)).toBe(second);
  });

  it("without a UUID is known by its slot, also under another number", () => {
    expect(gpuOf(card({ pciBusId: "0:8B", index: 0 }), all)).toBe(second);
    expect(gpuOf(card({ pciBusId: "0:8B" }), all)).toBe(second);
  });

  it("is known by its number alone where nothing more is known", () => {
    expect(gpuOf(card({ index: 1 }), all)).toBe(second);
    expect(gpuOf({ uuid: "GPU-c", pciBusId: "0:C1", index: 2 }, all)).toBe(byHand);
  });

  it("is another card with another UUID, though it sits where the old one sat", () => {
    expect(gpuOf({ uuid: "GPU-new", pciBusId: "0:3B", index: 0 }, all)).toBeUndefined();
  });

  it("in another slot is another card, though it has the old one's number", () => {
    expect(gpuOf(card({ pciBusId: "0:FF", index: 0 }), all)).toBeUndefined();
  });

  it("that is unknown is named by the best that is known of it", () => {
    expect(keyOf({ uuid: "GPU-a", pciBusId: "0:3B", index: 0 })).toBe("GPU-a");
    expect(keyOf(card({ pciBusId: "0:3B", index: 0 }))).toBe("0:3B");
    expect(keyOf(card({ index: 0 }))).toBe("index 0");
  });
});

describe("the time of a sample", () => {
  const now = { receivedAt: NOON, sentAt: NOON };

  it("may be a week old from an agent that catches up, and hardly be in the future", () => {
    expect(isAcceptable(NOON - 7 * DAY, now)).toBe(true);
    expect(isAcceptable(NOON - 7 * DAY - 1, now)).toBe(false);
    expect(isAcceptable(NOON + 5 * MINUTE, now)).toBe(true);
    expect(isAcceptable(NOON + 5 * MINUTE + 1, now)).toBe(false);
  });

  it("may not be a day off from a sender that does not tell its own time", () => {
    const unknown = { receivedAt: NOON, sentAt: null };
    expect(isAcceptable(NOON - HOUR, unknown)).toBe(true);
    expect(isAcceptable(NOON - DAY, unknown)).toBe(false);
    expect(isAcceptable(NOON + DAY, unknown)).toBe(false);
    expect(clockOffset(unknown)).toBeNull();
  });

  it("counts for nothing from a clock that is wrong", () => {
    const wrong = { receivedAt: NOON, sentAt: NOON - DAY };
    expect(clockOffset(wrong)).toBe(-DAY);
    expect(isAcceptable(NOON - DAY, wrong)).toBe(false);
    expect(isAcceptable(NOON, wrong)).toBe(false);
    expect(clockOffset({ receivedAt: NOON, sentAt: NOON + 5 * MINUTE })).toBeNull();
  });
});
