import { expect, it } from "vitest";
import { retryAt } from "@/lib/notifications/retry";

const askedAt = new Date("2026-03-02T04:00:00Z");
const SECOND = 1_000;

it("a mail that fails is tried ever more slowly, every 30 s at least in the first hour", () => {
  let now = askedAt;
  const pauses: number[] = [];
  for (let attempts = 1; attempts <= 130; attempts++) {
    const next = retryAt({ askedAt, attempts, now });
    pauses.push((next.getTime() - now.getTime()) / SECOND);
    now = next;
  }
  const slow = pauses.indexOf(300);
  expect(pauses.slice(0, 5)).toEqual([2, 4, 8, 16, 30]);
  expect(new Set(pauses.slice(4, slow))).toEqual(new Set([30]));
  expect(pauses.slice(0, slow).reduce((sum, pause) => sum + pause)).toBeCloseTo(3_600, -2);
  expect(new Set(pauses.slice(slow))).toEqual(new Set([300]));
});
