import { expect, it } from "vitest";
import {
  FINAL_STATUSES,
  isHolder,
  isLive,
  LIVE_STATUSES,
  TRANSITIONS,
} from "@/lib/domain/reservation";
import { waiting } from "../support/core";

it("ends in COMPLETED, EXPIRED or CANCELLED and nowhere else", () => {
  for (const status of FINAL_STATUSES) expect(isLive(waiting(1, { status })), status).toBe(false);
  for (const status of LIVE_STATUSES) expect(isLive(waiting(1, { status })), status).toBe(true);
  expect([...LIVE_STATUSES, ...FINAL_STATUSES].sort()).toEqual(Object.keys(TRANSITIONS).sort());
});

it("never goes back from a use, and never skips a turn on the way to its end", () => {
  expect(TRANSITIONS.ACTIVE).toEqual(["COMPLETED"]);
  expect(TRANSITIONS.WAITING).not.toContain("EXPIRED");
  expect(TRANSITIONS.WAITING).not.toContain("COMPLETED");
});

it("holds its GPU from the turn to the end", () => {
  const holding = Object.keys(TRANSITIONS).filter((status) =>
    isHolder(waiting(1, { status: status as keyof typeof TRANSITIONS })),
  );
  expect(holding).toEqual(["NOTIFIED", "ACTIVE"]);
});
