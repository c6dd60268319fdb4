import { describe, expect, it } from "vitest";
import { claimDeadline } from "@/lib/domain/claim-window";
import type { Policy } from "@/lib/domain/words";
import { at, RULES } from "../support/core";

const NIGHT: Policy = { ...RULES, quietHours: { start: "23:00", end: "08:00" } };

const deadline = (turn: string, policy: Policy = NIGHT, zone = policy.timeZone) =>
  new Date(claimDeadline(at(turn, zone), policy)).toISOString();
const iso = (wallClock: string, zone = "Asia/Taipei") =>
  new Date(at(wallClock, zone)).toISOString();

describe("the claim window, 60 minutes with quiet hours from 23:00 to 08:00", () => {
  it.each([
    ["by day it is an hour", "2026-03-02 14:00", "2026-03-02 15:00"],
    ["a turn at 22:30 has half of its hour left at 08:00", "2026-03-02 22:30", "2026-03-03 08:30"],
    ["a turn at 02:00 has its whole hour from 08:00 on", "2026-03-02 02:00", "2026-03-02 09:00"],
    ["a deadline that falls on 23:00 sharp stands", "2026-03-02 22:00", "2026-03-02 23:00"],
    [
      "a millisecond later it is carried over",
      "2026-03-02 22:00:00.001",
      "2026-03-03 08:00:00.001",
    ],
    ["a turn at 23:00 sharp is in quiet hours already", "2026-03-02 23:00", "2026-03-03 09:00"],
    ["a turn at 08:00 sharp is not any more", "2026-03-02 08:00", "2026-03-02 09:00"],
    ["the last millisecond of the night waits too", "2026-03-02 07:59:59.999", "2026-03-02 09:00"],
    ["midnight is nothing special", "2026-03-02 00:00", "2026-03-02 09:00"],
    ["the last night of a year ends in the next", "2026-12-31 22:59", "2027-01-01 08:59"],
  ])("%s", (_sentence, turn, expected) => {
    expect(deadline(turn)).toBe(iso(expected));
  });
});

describe("the claim window under other settings", () => {
  it("without quiet hours runs through the night", () => {
    expect(deadline("2026-03-02 22:30", { ...NIGHT, quietHours: null })).toBe(
      iso("2026-03-02 23:30"),
    );
  });

  it("may be a decimal number of minutes", () => {
    const short = { ...NIGHT, claimWindowMinutes: 0.1 };
    expect(deadline("2026-03-02 14:00", short)).toBe(iso("2026-03-02 14:00:06"));
    expect(deadline("2026-03-02 22:59:58", short)).toBe(iso("2026-03-03 08:00:04"));
  });

  it("is never so short that a turn passes on in the instant at which it is given", () => {
    const turn = at("2026-03-02 14:00");
    expect(claimDeadline(turn, { ...NIGHT, claimWindowMinutes: 1e-6 })).toBeGreaterThan(turn);
  });

  it("counts over several nights when it is longer than a day", () => {
    // 15 waking hours a day: 14:00–23:00 are 9 of the 30, the next day 15, then 6 more.
    const long = { ...NIGHT, claimWindowMinutes: 30 * 60 };
    expect(deadline("2026-03-02 14:00", long)).toBe(iso("2026-03-04 14:00"));
  });

  it("may last for years", () => {
    // 15 of 24 hours count: 150,000 of them are 10,000 days, and so are 10,000 days of 15 h.
    const century = { ...NIGHT, claimWindowMinutes: 150_000 * 60 };
    expect(deadline("2026-03-02 14:00", century)).toBe(iso("2053-07-18 14:00"));
  });

  it("ends at the next night's first instant when the waking hours are just enough", () => {
    const long = { ...NIGHT, claimWindowMinutes: 15 * 60 };
    expect(deadline("2026-03-02 03:00", long)).toBe(iso("2026-03-02 23:00"));
  });

  it("knows quiet hours within one day, such as a lunch break", () => {
    const lunch = { ...NIGHT, quietHours: { start: "12:00", end: "13:30" } };
    expect(deadline("2026-03-02 11:30", lunch)).toBe(iso("2026-03-02 14:00"));
    expect(deadline("2026-03-02 12:45", lunch)).toBe(iso("2026-03-02 14:30"));
    expect(deadline("2026-03-02 23:30", lunch)).toBe(iso("2026-03-03 00:30"));
  });

  it("knows quiet hours that begin or end at midnight", () => {
    const early = { ...NIGHT, quietHours: { start: "00:00", end: "06:00" } };
    expect(deadline("2026-03-02 23:00", early)).toBe(iso("2026-03-03 00:00"));
    expect(deadline("2026-03-02 23:15", early)).toBe(iso("2026-03-03 06:15"));
    const late = { ...NIGHT, quietHours: { start: "20:00", end: "00:00" } };
    expect(deadline("2026-03-02 21:00", late)).toBe(iso("2026-03-03 01:00"));
  });

  it("may leave one waking minute a day", () => {
    const hermit = {
      ...NIGHT,
      quietHours: { start: "00:01", end: "00:00" },
      claimWindowMinutes: 3,
    };
    expect(deadline("2026-03-02 12:00", hermit)).toBe(iso("2026-03-05 00:01"));
  });
});

describe("the claim window in other zones", () => {
  const NEW_YORK: Policy = { ...NIGHT, timeZone: "America/New_York" };

  it("means quiet hours in the lab's zone", () => {
    expect(deadline("2026-01-10 22:30", NEW_YORK)).toBe(
      iso("2026-01-11 08:30", "America/New_York"),
    );
  });

  it("is right in a night that is an hour shorter", () => {
    // Clocks went from 02:00 to 03:00 on 2026-03-08: the wall clock still says 08:30.
    expect(deadline("2026-03-07 22:30", NEW_YORK)).toBe("2026-03-08T12:30:00.000Z");
    expect(deadline("2026-03-08 01:30", NEW_YORK)).toBe("2026-03-08T13:00:00.000Z");
  });

  it("is right in a night that is an hour longer", () => {
    // Clocks went from 02:00 back to 01:00 on 2026-11-01.
    expect(deadline("2026-10-31 22:30", NEW_YORK)).toBe("2026-11-01T13:30:00.000Z");
  });

  it("counts real minutes when the clock changes by day", () => {
    const siesta: Policy = { ...NEW_YORK, quietHours: { start: "13:00", end: "14:00" } };
    // 01:30 to 03:30 on the wall, but one hour has gone by.
    expect(deadline("2026-03-08 01:30", siesta)).toBe(iso("2026-03-08 03:30", "America/New_York"));
  });

  it("does without quiet hours that the change of clocks swallows", () => {
    const gone: Policy = { ...NEW_YORK, quietHours: { start: "02:00", end: "03:00" } };
    expect(deadline("2026-03-08 01:30", gone)).toBe(iso("2026-03-08 03:30", "America/New_York"));
    expect(deadline("2026-03-09 01:30", gone)).toBe(iso("2026-03-09 03:30", "America/New_York"));
  });

  it("keeps of quiet hours what the change of clocks leaves of them", () => {
    // Clocks go from 02:00 to 03:00, which lies in them already.
    const half = { start: "02:30", end: "03:15" };
    const longer: Policy = { ...NEW_YORK, quietHours: half, claimWindowMinutes: 61 };
    expect(deadline("2026-03-08 01:30", longer)).toBe(iso("2026-03-08 03:46", "America/New_York"));
  });

  it("lets quiet hours come twice where the clock shows them twice", () => {
    // Berlin's clocks went from 03:00 back to 02:00 on 2026-10-25, at 01:00 UTC.
    const berlin: Policy = { ...NIGHT, timeZone: "Europe/Berlin" };
    const twice: Policy = { ...berlin, quietHours: { start: "02:15", end: "02:45" } };
    // Awake from 02:00 to 02:15, from 02:45 to 03:00, again 02:00 to 02:15, and from 02:45 on.
    expect(deadline("2026-10-25 02:00", twice)).toBe("2026-10-25T02:00:00.000Z");
    const over: Policy = { ...berlin, quietHours: { start: "22:00", end: "02:30" } };
    // The second 02:00 is quiet anew: half an hour passes before it, the other one after.
    expect(deadline("2026-10-24 23:00", over)).toBe("2026-10-25T02:00:00.000Z");
  });

  it("follows clocks that change by half an hour", () => {
    // Lord Howe's clocks went from 02:00 (+11) back to 01:30 (+10:30) on 2026-04-05, at 15:00 UTC.
    const howe: Policy = { ...NIGHT, timeZone: "Australia/Lord_Howe" };
    const quietHours = { start: "01:40", end: "01:50" };
    expect(deadline("2026-04-05 01:30", { ...howe, quietHours })).toBe("2026-04-04T15:50:00.000Z");
  });

  it("follows clocks that change at midnight", () => {
    // Havana's clocks go from 00:00 to 01:00 on 2026-03-08: the day has no midnight.
    const havana: Policy = { ...NIGHT, timeZone: "America/Havana" };
    const quietHours = { start: "00:00", end: "06:00" };
    expect(deadline("2026-03-07 23:30", { ...havana, quietHours })).toBe(
      iso("2026-03-08 06:30", "America/Havana"),
    );
    const gone = { start: "00:00", end: "01:00" };
    expect(deadline("2026-03-07 23:30", { ...havana, quietHours: gone })).toBe(
      iso("2026-03-08 01:30", "America/Havana"),
    );
  });

  it.each(["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "UTC"])(
    "is the same on the wall clock of %s",
    (timeZone) => {
      const there = { ...NIGHT, timeZone };
      expect(deadline("2026-03-02 22:30", there)).toBe(iso("2026-03-03 08:30", timeZone));
      expect(deadline("2026-03-02 02:00", there)).toBe(iso("2026-03-02 09:00", timeZone));
    },
  );
});
