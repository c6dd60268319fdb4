import { describe, expect, it } from "vitest";
import { formatTick, ticksOf } from "@/lib/i18n/time-axis";
import { at } from "../support/core";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const view = (locale: "en" | "zh-TW", timeZone = "Asia/Taipei") => ({
  locale,
  timeZone,
  isOwnZone: true,
  now: at("2026-03-09 12:00"),
});

describe("an axis of time", () => {
  it("is marked where the reader's days begin", () => {
    const from = at("2026-03-02 13:00");
    const ticks = ticksOf(from, from + 3 * DAY, "Asia/Taipei", 7);
    const days = ["2026-03-03 00:00", "2026-03-04 00:00", "2026-03-05 00:00"];
    expect(ticks).toEqual(days.map((day) => at(day)));
    expect(ticks.map((tick) => formatTick(tick, view("en")))).toEqual(["Tue 3", "Wed 4", "Thu 5"]);
    expect(ticks.map((tick) => formatTick(tick, view("zh-TW")))).toEqual(["3/3", "3/4", "3/5"]);
  });

  it("keeps to midnight where the clock is put forward", () => {
    const from = at("2026-03-27 12:00", "Europe/Berlin");
    const ticks = ticksOf(from, from + 4 * DAY, "Europe/Berlin", 7);
    const clocks = ticks.map((tick) => formatTick(tick, view("en", "Europe/Berlin")));
    expect(clocks).toEqual(["Sat 28", "Sun 29", "Mon 30", "Tue 31"]);
  });

  it("is marked by the hour when it is short, and never more often than can be read", () => {
    const from = at("2026-03-02 13:00");
    const ticks = ticksOf(from, from + DAY, "Asia/Taipei", 7);
    const texts = ticks.map((tick) => formatTick(tick, view("en")));
    expect(texts).toEqual(["18:00", "Tue 3", "06:00", "12:00"]);
    expect(ticksOf(from, from + 92 * DAY, "Asia/Taipei", 7).length).toBeLessThanOrEqual(7);
  });

  it("is marked as finely as it is asked to be, by the wall clock also where that is put forward", () => {
    const from = at("2026-03-28 23:00", "Europe/Berlin");
    const ticks = ticksOf(from, from + DAY, "Europe/Berlin", 99, 6 * HOUR);
    const texts = ticks.map((tick) => formatTick(tick, view("en", "Europe/Berlin")));
    expect(texts).toEqual(["Sun 29", "06:00", "12:00", "18:00", "Mon 30"]);
    expect(ticks.map((tick) => (tick - from) / HOUR)).toEqual([1, 6, 12, 18, 24]);
  });
});
