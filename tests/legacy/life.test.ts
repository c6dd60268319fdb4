/** What an old reservation is, by the times that were written. */
import { describe, expect, it } from "vitest";
import { HOUR, type Instant, MINUTE } from "@/lib/domain/words";
import { isMojibake } from "@/lib/legacy/charset";
import { contradictionIn, lifeOf, type OldTimes } from "@/lib/legacy/life";
import { wallClock } from "@/lib/legacy/wall-clock";
import { NOON, RULES } from "../support/core";

const hour = (hours: number): Instant => NOON + hours * HOUR;
const times = (changes: Partial<OldTimes>): OldTimes => ({
  hours: 4,
  reservedAt: hour(-20),
  notifiedAt: null,
  startsAt: null,
  endsAt: null,
  ...changes,
});

describe("an old reservation", () => {
  it.each<[string, Partial<OldTimes>, object]>([
    ["without a turn", {}, { status: "WAITING" }],
    ["without a turn that ended", { endsAt: hour(-2) }, { status: "CANCELLED", endsAt: hour(-2) }],
    ["with a turn within the claim window", { notifiedAt: NOON - MINUTE }, { status: "NOTIFIED" }],
    [
      "with a turn whose claim window is over",
      { notifiedAt: hour(-2) },
      { status: "EXPIRED", endsAt: hour(-1), endCause: "CLAIM_WINDOW_OVER" },
    ],
    [
      "with a turn that ended",
      { notifiedAt: hour(-2), endsAt: hour(-1.5) },
      { status: "EXPIRED", endsAt: hour(-1.5) },
    ],
    [
      "that runs",
      { notifiedAt: hour(-2), startsAt: hour(-1), endsAt: hour(3) },
      { status: "ACTIVE", endsAt: hour(3), endCause: null },
    ],
    [
      "that ends in a minute",
      { notifiedAt: hour(-5), startsAt: hour(-4), endsAt: NOON + MINUTE },
      { status: "ACTIVE" },
    ],
    [
      "that ends now",
      { notifiedAt: hour(-5), startsAt: hour(-4), endsAt: NOON },
      { status: "COMPLETED", endCause: "TIME_UP" },
    ],
    [
      "that runs and has no end",
      { notifiedAt: hour(-2), startsAt: hour(-1) },
      { status: "ACTIVE", endsAt: hour(3) },
    ],
    [
      "that has no end and must be over",
      { notifiedAt: hour(-10), startsAt: hour(-9) },
      { status: "COMPLETED", endsAt: hour(-5), endCause: "TIME_UP" },
    ],
    [
      "that used all its time",
      { notifiedAt: hour(-10), startsAt: hour(-9), endsAt: hour(-5) },
      { status: "COMPLETED", endCause: "TIME_UP" },
    ],
    [
      "that ended early",
      { notifiedAt: hour(-10), startsAt: hour(-9), endsAt: hour(-6) },
      { status: "COMPLETED", endCause: "RELEASED" },
    ],
    [
      "whose turn was not written down",
      { startsAt: hour(-9), endsAt: hour(-5) },
      { status: "COMPLETED", notifiedAt: hour(-9) },
    ],
  ])("%s is what it was", (_what, told, expected) => {
    expect(contradictionIn(times(told), NOON)).toBeNull();
    expect(lifeOf(times(told), RULES, NOON)).toMatchObject(expected);
  });

  it.each<[string, Partial<OldTimes>]>([
    ["it was reserved in the future", { reservedAt: hour(1) }],
    ["its turn is before it was reserved", { notifiedAt: hour(-21) }],
    ["its turn is in the future", { notifiedAt: hour(1) }],
    ["it starts before its turn", { notifiedAt: hour(-2), startsAt: hour(-3) }],
    ["it starts in the future", { notifiedAt: hour(-2), startsAt: hour(1) }],
    ["it ends before it starts", { startsAt: hour(-2), endsAt: hour(-3) }],
    ["it ends before its turn", { notifiedAt: hour(-2), endsAt: hour(-3) }],
    ["it ends too late", { startsAt: hour(-2), endsAt: hour(90_000) }],
    ["it ended in the future without a start", { notifiedAt: hour(-2), endsAt: hour(1) }],
  ])("contradicts itself when %s", (why, told) => {
    expect(contradictionIn(times(told), NOON)).toBe(why);
  });
});

describe("an old time", () => {
  it("is what the clock on the wall showed", () => {
    expect(wallClock("Asia/Taipei")("2026-03-01 08:00:00")).toBe(Date.UTC(2026, 2, 1));
    expect(wallClock("UTC")("2026-03-01 08:59:59.5")).toBe(Date.UTC(2026, 2, 1, 8, 59, 59, 500));
  });

  it("follows summer time, the first of two same hours", () => {
    const berlin = wallClock("Europe/Berlin");
    expect(berlin("2026-07-01 12:00:00")).toBe(Date.UTC(2026, 6, 1, 10));
    expect(berlin("2026-10-25 02:30:00")).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(berlin("2026-10-25 03:00:00")).toBe(Date.UTC(2026, 9, 25, 2));
  });

  it.each([
    "2026-03-29 02:30:00",
    "0000-00-00 00:00:00",
    "2026-02-30 00:00:00",
    "2026-01-01 24:00:00",
    "2026-01-01 00:60:00",
    "2026-01-01",
    "now",
  ])("is none when the clock never showed it: %s", (text) => {
    expect(wallClock("Europe/Berlin")(text)).toBeNull();
  });
});

describe("a text in a wrong character set", () => {
  const misread = (text: string) => new TextDecoder("windows-1252").decode(Buffer.from(text));

  it("is known", () => {
    for (const text of ["網路實驗室", "王小明", "é"]) expect(isMojibake(misread(text))).toBe(true);
  });

  it("is not one that is merely not ASCII", () => {
    for (const text of ["網路實驗室", "André", "Müller ß", "plain", "", "Ångström", "50 €"]) {
      expect(isMojibake(text)).toBe(false);
    }
  });
});
