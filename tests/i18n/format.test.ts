import { describe, expect, it } from "vitest";
import {
  formatAbsolute,
  formatBytes,
  formatBytesOf,
  formatCountdown,
  formatDuration,
  formatHours,
  formatPercent,
  formatRelative,
  formatTemperature,
  formatWhen,
  type TimeView,
} from "@/lib/i18n/format";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Tuesday 24 November 2026, 14:40 in Taipei. */
const now = Date.parse("2026-11-24T06:40:00Z");
const zh: TimeView = { locale: "zh-TW", timeZone: "Asia/Taipei", isOwnZone: true, now };
const en: TimeView = { ...zh, locale: "en" };

describe("durations read as people say them", () => {
  it.each([
    [80 * MINUTE, "1 h 20 min", "1 小時 20 分"],
    [20 * MINUTE, "20 min", "20 分鐘"],
    [2 * HOUR, "2 h", "2 小時"],
    [2 * HOUR - 1, "2 h", "2 小時"],
    [51 * HOUR, "2 d 3 h", "2 天 3 小時"],
    [3 * DAY - MINUTE, "3 d", "3 天"],
    [20_000, "under 1 min", "不到 1 分鐘"],
    [-5, "under 1 min", "不到 1 分鐘"],
    [null, "–", "–"],
  ])("%s ms", (milliseconds, english, chinese) => {
    expect(formatDuration(milliseconds, "en")).toBe(english);
    expect(formatDuration(milliseconds, "zh-TW")).toBe(chinese);
  });

  it.each([
    [HOUR + 20 * MINUTE + 59_000, "1 h 20 min", "1 小時 20 分"],
    [12 * MINUTE + 5_000, "12 min 5 s", "12 分 5 秒"],
    [8_001, "9 s", "9 秒"],
    [0, "0 s", "0 秒"],
    [-1, "0 s", "0 秒"],
  ])("counted down from %s ms", (milliseconds, english, chinese) => {
    expect(formatCountdown(milliseconds, "en")).toBe(english);
    expect(formatCountdown(milliseconds, "zh-TW")).toBe(chinese);
  });

  it("in hours as booked", () => {
    expect(formatHours(48, "en")).toBe("48 h");
    expect(formatHours(1.25, "zh-TW")).toBe("1.3 小時");
    expect(formatHours(null, "en")).toBe("–");
  });
});

describe("times read relative and absolute together", () => {
  it.each([
    [2 * HOUR, "in 2 h · 16:40", "2 小時後 · 16:40"],
    [80 * MINUTE, "in 1 h 20 min · 16:00", "1 小時 20 分後 · 16:00"],
    [-20 * MINUTE, "20 min ago · 14:20", "20 分鐘前 · 14:20"],
    [0, "now · 14:40", "現在 · 14:40"],
    [20 * HOUR, "in 20 h · Wed, 25 Nov, 10:40", "20 小時後 · 11/25（三）10:40"],
    [60 * DAY, "in 60 d · Sat, 23 Jan 2027, 14:40", "60 天後 · 2027/1/23（六）14:40"],
  ])("%s ms from now", (distance, english, chinese) => {
    expect(formatWhen(now + distance, en)).toBe(english);
    expect(formatWhen(now + distance, zh)).toBe(chinese);
  });

  it("with midnight as 00:00 of the next day", () => {
    expect(formatAbsolute(Date.parse("2026-11-24T16:00:00Z"), zh)).toBe("11/25（三）00:00");
  });

  it("in the reader's zone, with the day as it is there", () => {
    const newYork = { ...en, timeZone: "America/New_York" };
    expect(formatAbsolute(now, newYork)).toBe("01:40");
    expect(formatAbsolute(now - 2 * HOUR, newYork)).toBe("Mon, 23 Nov, 23:40");
  });

  it("with the zone named when it is not known to be the reader's own", () => {
    expect(formatAbsolute(now, { ...en, isOwnZone: false })).toBe("14:40 (Taiwan Time)");
    expect(formatAbsolute(now, { ...zh, isOwnZone: false })).toBe("14:40（台灣時間）");
  });

  it("as “–” when there is none", () => {
    expect(formatWhen(null, zh)).toBe("–");
  });

  it("to the minute for three hours, to the hour for two days, to the day beyond", () => {
    expect(formatRelative(now + 2 * HOUR + 59 * MINUTE, en)).toBe("in 2 h 59 min");
    expect(formatRelative(now + 3 * HOUR + 20 * MINUTE, en)).toBe("in 3 h");
    expect(formatRelative(now - 9 * DAY - 5 * HOUR, en)).toBe("9 d ago");
  });
});

describe("measures carry their unit", () => {
  it.each([
    [formatBytes(24 * 1024 ** 3, "en"), "24 GiB"],
    [formatBytes(1.5 * 1024 ** 2, "zh-TW"), "1.5 MiB"],
    [formatBytes(0, "en"), "0 B"],
    [formatBytes(null, "en"), "–"],
    [formatBytesOf(18.2 * 1024 ** 3, 24 * 1024 ** 3, "en"), "18.2 / 24 GiB"],
    [formatBytesOf(310 * 1024 ** 2, 80 * 1024 ** 3, "zh-TW"), "0.3 / 80 GiB"],
    [formatBytesOf(310 * 1024 ** 2, null, "en"), "310 MiB"],
    [formatBytesOf(null, 24 * 1024 ** 3, "en"), "–"],
    [formatTemperature(62.6), "63 °C"],
    [formatTemperature(null), "–"],
    [formatPercent(87.4), "87%"],
    [formatPercent(0), "0%"],
    [formatPercent(0.3), "<1%"],
    [formatPercent(null), "–"],
  ])("%s", (text, expected) => {
    expect(text).toBe(expected);
  });
});
