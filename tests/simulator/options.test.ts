import { describe, expect, it } from "vitest";
import { optionsOf } from "@/scripts/simulate/options";

describe("the options of the simulator", () => {
  it("are a claim window of an hour, day and night, and no limit, unless they are given", () => {
    expect(optionsOf(["--input", "/workload.csv"])).toEqual({
      input: "/workload.csv",
      output: undefined,
      rules: {
        claimWindowMinutes: 60,
        quietHours: null,
        timeZone: "Asia/Taipei",
        maxLive: null,
      },
    });
  });

  it("ask for a workload", () => {
    expect(() => optionsOf([])).toThrow("--input is missing: npm run simulate -- --help");
  });

  const WINDOW = "must be more than 0, whole milliseconds, and ten years at most";
  const LIVE = "must be a whole number from 0 on";
  it.each([
    ["--claim-window-minutes", "0", WINDOW],
    ["--claim-window-minutes", "-60", WINDOW],
    ["--claim-window-minutes", "0.00001", WINDOW],
    ["--claim-window-minutes", "long", WINDOW],
    ["--quiet-hours", "23:00-23:00", "must start and end at different times"],
    ["--quiet-hours", "23-08", "must be written as 23:00-08:00, or none"],
    ["--quiet-hours", "23:00-24:00", "must be written as 23:00-08:00, or none"],
    ["--time-zone", "Mars/Olympus", "must be one such as Asia/Taipei"],
    ["--max-live", "-1", LIVE],
    ["--max-live", "1.5", LIVE],
  ])("are refused by name: %s %s", (name, value, message) => {
    const args = ["--input", "workload.csv", `${name}=${value}`];
    expect(() => optionsOf(args)).toThrow(`${name} ${value}: ${message}`);
  });

  it("are refused where there is none of that name", () => {
    expect(() => optionsOf(["--input", "workload.csv", "--nothing-known"])).toThrow(
      "--nothing-known",
    );
  });
});
