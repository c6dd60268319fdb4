import { expect, it } from "vitest";
import { retryAt } from "@/lib/notifications/retry";

const askedAt = new Date("2026-03-02T04:00:00Z");
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

/** The pauses between the tries of a whole day, in seconds. */
function pausesOf(isRefusedForGood: boolean): number[] {
  const pauses: number[] = [];
  for (let now = askedAt, attempts = 1; now.getTime() < askedAt.getTime() + DAY; attempts++) {
    const next = retryAt({ askedAt, attempts, now, isRefusedForGood });
    pauses.push((next.getTime() - now.getTime()) / SECOND);
    now = next;
  }
  return pauses;
}

it("a mail that nobody takes is tried every 20 s at least, however long that lasts", () => {
  const pauses = pausesOf(false);
  expect(pauses.slice(0, 5)).toEqual([2, 4, 8, 16, 20]);
  expect(new Set(pauses.slice(4))).toEqual(new Set([20]));
});

it("a mail that is refused for good is tried every five minutes after an hour", () => {
  const pauses = pausesOf(true);
  const slow = pauses.indexOf(300);
  expect(new Set(pauses.slice(4, slow))).toEqual(new Set([20]));
  expect(pauses.slice(0, slow).reduce((sum, pause) => sum + pause)).toBeCloseTo(3_600, -2);
  expect(new Set(pauses.slice(slow))).toEqual(new Set([300]));
});
