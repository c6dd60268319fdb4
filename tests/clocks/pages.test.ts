import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import * as clock from "@/lib/clock";
import { disconnect } from "@/lib/db";
import { timeView } from "@/lib/i18n/time-view";

vi.mock("next/headers", () => ({ cookies: async () => new Map() }));
vi.mock("next-intl/server", () => ({ getLocale: async () => "en" }));

// The web server's own clock is two minutes ahead.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: (await clock.now()).getTime() + 120_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});
afterAll(disconnect);

it("a page says what time it is by the clock that decides, not by the web server's", async () => {
  const { now } = await timeView();
  expect(now).toBeLessThanOrEqual((await clock.now()).getTime());
});

it("a page that cannot ask the database says the time all the same", async () => {
  vi.spyOn(clock, "now").mockRejectedValue(new Error("ECONNREFUSED"));
  expect((await timeView()).now).toBe(Date.now());
});
