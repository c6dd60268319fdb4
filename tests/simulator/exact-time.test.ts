import { describe, expect, it } from "vitest";
import { played, table } from "./words";

const ALL = "submit,user,gpu,priority,hours,claim_minutes,release_hours,cancel_minutes";

describe("decimals in a workload", () => {
  it("are counted as they are written, not as binary fractions", async () => {
    expect(await played(table(ALL, "0.1,ann,g,0,1,0.07,0.3333333,"))).toEqual([
      "COMPLETED,0.1,4.3,1204.29988",
    ]);
    expect(await played(table(ALL, "1700000000,ann,g,0,9,0.1234567890123456,,"))).toEqual([
      "COMPLETED,1700000000,1700000007.407407340740736,1700032407.407407340740736",
    ]);
  });

  it("make instants equal that are equal: 0.1 s and 0.2 s later are 0.3 s", async () => {
    const hog = "-9,dee,g,0,9,0,0.1,";
    // 0.1 + 0.2 is not 0.3 in binary, and a third of a hundredth of a minute no decimal at all.
    expect(await played(table(ALL, hog, "0.1,ann,g,0,1,,,0.005", "0.4,ann,g,0,1,0,,"))).toEqual([
      "COMPLETED,-9,-9,351",
      "CANCELLED,,,0.4",
      "COMPLETED,351.0,351.0,3951.0",
    ]);
    const third = "0.00333333333333333333333333";
    const [, cancelled] = await played(table(ALL, hog, `0.1,ann,g,0,1,,,${third}`));
    expect(cancelled).toBe("CANCELLED,,,0.2999999999999999999999998");
  });

  it("may be as small as programs write them", async () => {
    expect(await played(table(ALL, "0,ann,g,0,1,1.2345678901234567e-05,,"))).toEqual([
      "COMPLETED,0,0.00074074073407407402,3600.00074074073407407402",
    ]);
  });

  it("tell deadlines apart that lie within a millisecond", async () => {
    // The turn is given 0.4 ms after a whole one, the claim window is a millisecond long.
    const rules = { claimWindowMinutes: 1 / 60_000 };
    const at = "0.0004";
    const before = "0.000016666666666666";
    const later = "0.000016666666666667";
    expect(await played(table(ALL, `${at},ann,g,0,1,${before},,`), rules)).toEqual([
      "COMPLETED,0.0004,0.00139999999999996,3600.00139999999999996",
    ]);
    expect(await played(table(ALL, `${at},ann,g,0,1,${later},,`), rules)).toEqual([
      "EXPIRED,0.0004,,0.0014",
    ]);
  });

  it("keep the order of submissions within a millisecond, whatever that of the file", async () => {
    const rows = ["0.0000005,ann,g,0,1,,,", "0.0000003,bob,g,0,1,,,", "0.0000004,cyd,g,0,1,,,"];
    const lines = await played(table(ALL, "0,dee,g,0,1,0,,", ...rows));
    expect(lines.map((line) => line.split(",")[1])).toEqual([
      "0",
      "10800.0000000",
      "3600.0000000",
      "7200.0000000",
    ]);
  });

  it("stand in quiet hours where the turn lies in them, and else beyond their last instant", async () => {
    const rules = {
      claimWindowMinutes: 60,
      timeZone: "UTC",
      quietHours: { start: "23:00", end: "08:00" },
    };
    const turnAt = async (time: string) => {
      const [line = ""] = await played(table(ALL, `2026-03-02T${time}Z,ann,g,0,1,,,`), rules);
      return line.split(",")[3];
    };
    expect(await turnAt("22:00:00")).toBe("2026-03-02T23:00:00Z");
    expect(await turnAt("22:00:00.0000001")).toBe("2026-03-03T08:00:00.0000001Z");
    expect(await turnAt("21:59:59.9999999")).toBe("2026-03-02T22:59:59.9999999Z");
    expect(await turnAt("23:00:00.0000001")).toBe("2026-03-03T09:00:00.0000000Z");
  });
});

describe("instants are written as they were submitted:", () => {
  it.each([
    ["1700000000", "1700003600"],
    ["1700000000.50", "1700003600.50"],
    ["1700000000.000", "1700003600.000"],
    ["1.50e1", "3615"],
    ["-7200", "-3600"],
    ["-7200.25", "-3600.25"],
    ["-3600", "0"],
    ["1.7e9", "1700003600"],
    ["2026-03-02T22:30:00Z", "2026-03-02T23:30:00Z"],
    ["2026-03-02T23:30:00+08:00", "2026-03-03T00:30:00+08:00"],
    ["2026-03-02T23:30:00-05:30", "2026-03-03T00:30:00-05:30"],
    ["2026-03-02T23:30:00.5+08:00", "2026-03-03T00:30:00.5+08:00"],
    ["2026-03-02T23:30:00.000Z", "2026-03-03T00:30:00.000Z"],
    ["2026-03-02T23:30:00.250Z", "2026-03-03T00:30:00.250Z"],
    ["2026-03-02T23:30+0800", "2026-03-03T00:30+0800"],
    ["2026-03-02 23:30:00+08", "2026-03-03 00:30:00+08"],
    ["20260302T233000Z", "20260303T003000Z"],
    ["20260302T2330+0800", "20260303T0030+0800"],
    ["20260302T233000.5Z", "20260303T003000.5Z"],
    ["99991231T233000Z", "+0100000101T003000Z"],
    ["2026-12-31t23:30:00z", "2027-01-01t00:30:00z"],
    ["1969-12-31T23:59:59.75Z", "1970-01-01T00:59:59.75Z"],
    ["1969-12-31T20:00:00.123456789Z", "1969-12-31T21:00:00.123456789Z"],
    ["2024-02-28T23:00:00Z", "2024-02-29T00:00:00Z"],
  ])("%s, an hour later %s", async (submit, end) => {
    const [line = ""] = await played(
      table("submit,user,gpu,priority,hours", `${submit},ann,g,0,1`),
    );
    expect(line.split(",").at(-1)).toBe(end);
  });

  it("with a comma for a point, which would part cells, an hour later with a point", async () => {
    const row = '"2026-03-02T23:30:00,50Z",ann,g,0,1';
    const [line = ""] = await played(table("submit,user,gpu,priority,hours", row));
    expect(line.split(",").at(-1)).toBe("2026-03-03T00:30:00.50Z");
  });

  it.each([
    ["2026-03-02T10:00Z", "2026-03-02T10:00:30Z"],
    ["20260302T1000Z", "20260302T100030Z"],
    ["2026-03-02T10:00:00.0Z", "2026-03-02T10:00:30.0Z"],
    ["100", "130"],
    ["100.0", "130.0"],
  ])("%s, half a minute later with seconds, which that needs: %s", async (submit, cancelled) => {
    const row = `${submit},ann,g,0,1,,0.5`;
    const [line = ""] = await played(
      table("submit,user,gpu,priority,hours,claim_minutes,cancel_minutes", row),
    );
    expect(line.split(",").at(-1)).toBe(cancelled);
  });

  it.each([
    ["2026-03-02T10:00Z", "2026-03-02T10:00:00.75Z"],
    ["2026-03-02T10:00:00.5Z", "2026-03-02T10:00:01.25Z"],
    ["100.0", "100.75"],
  ])("%s, three quarters of a second later with decimals: %s", async (submit, cancelled) => {
    const row = `${submit},ann,g,0,1,,0.0125`;
    const [line = ""] = await played(
      table("submit,user,gpu,priority,hours,claim_minutes,cancel_minutes", row),
    );
    expect(line.split(",").at(-1)).toBe(cancelled);
  });
});
