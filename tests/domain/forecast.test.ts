import { describe, expect, it } from "vitest";
import { forecast } from "@/lib/domain/forecast";
import { type GpuState, HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { gpu, NOON, notified, RULES, using, waiting } from "../support/core";

/** "id at +minutes" in the expected order, or "id unknown". */
function expected(state: GpuState, now: Instant = NOON): string[] {
  const entries = [...forecast(state, RULES, now)];
  expect(entries.map(([, { place }]) => place)).toEqual(entries.map((_, index) => index + 1));
  return entries.map(([id, { startsAt }]) =>
    startsAt === null ? `${id} unknown` : `${id} +${(startsAt - now) / MINUTE}`,
  );
}

describe("the estimated start", () => {
  it("adds up everybody's hours after the planned end of the use", () => {
    const state = gpu([using(1, NOON - HOUR, 3), waiting(2, { durationHours: 5 }), waiting(3)]);
    expect(expected(state)).toEqual(["2 +120", "3 +420"]);
  });

  it("takes a turn that is not claimed yet as a use of all its hours from now on", () => {
    expect(expected(gpu([notified(1, NOON - 5 * MINUTE), waiting(2)]))).toEqual(["2 +120"]);
  });

  it("is now on a free GPU, and never in the past", () => {
    expect(expected(gpu([waiting(1), waiting(2)]))).toEqual(["1 +0", "2 +120"]);
    expect(expected(gpu([using(1, NOON - 9 * HOUR), waiting(2)]))).toEqual(["2 +0"]);
  });

  it("follows the queue's order, the passed over one after the next", () => {
    const polite = waiting(1, { priority: 0, passedOver: true });
    expect(expected(gpu([polite, waiting(2), waiting(3)]))).toEqual(["2 +0", "1 +120", "3 +240"]);
  });

  it("is unknown for one who is not eligible, who comes last", () => {
    const barred = waiting(1, { priority: 0, eligible: false });
    expect(expected(gpu([barred, waiting(2)]))).toEqual(["2 +0", "1 unknown"]);
  });

  it("is unknown while the GPU gives no turns; the places are known", () => {
    expect(expected(gpu([waiting(1), waiting(2)], { enabled: false }))).toEqual([
      "1 unknown",
      "2 unknown",
    ]);
    expect(expected(gpu([waiting(1)], { healthy: false }))).toEqual(["1 unknown"]);
  });

  it("is empty when nobody waits", () => {
    expect(expected(gpu([using(1, NOON)]))).toEqual([]);
  });
});
