import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runNode } from "../support/command-line";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "simulate-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);

function simulate(workload: string, ...options: string[]) {
  writeFileSync(inFolder("in.csv"), workload);
  const files = ["--input", inFolder("in.csv"), "--output", inFolder("out.csv")];
  return runNode(["scripts/simulate.mjs", ...files, ...options]);
}

const HEADER = "submit,user,gpu,priority,hours,claim_minutes\n";
const DAY = `${HEADER}0,ann,g,0,2,0\n60,bob,g,1,1,30\n60,bob,g,1,1,30\n120,cyd,g,0,1,\n`;

describe("npm run simulate", () => {
  it("writes what became of each row, and sums it up", async () => {
    const { code, stdout, stderr } = await simulate(DAY);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(readFileSync(inFolder("out.csv"), "utf8")).toBe(
      "row,status,notified,started,ended\n" +
        "1,COMPLETED,0,0,7200\n" +
        "2,COMPLETED,10800,12600,16200\n" +
        "3,REJECTED,,,\n" +
        "4,EXPIRED,7200,,10800\n",
    );
    expect(stdout).toBe(
      `4 reservations: 2 completed, 1 expired, 0 cancelled, 1 rejected

Hours waited for the turn
priority  turns  mean   p50   p95   max
0             2  0.98  0.00  1.97  1.97
1             1  2.98  2.98  2.98  2.98
all           3  1.65  1.97  2.98  2.98

Hours held                4.50
  in use                  3.00
  unclaimed               1.50
Idle-while-waiting hours  1.00 (33.5 %) of the hours in which somebody waited
Expired turns                1
`,
    );
    expect(readdirSync(folder).sort()).toEqual(["in.csv", "out.csv"]);
  });

  it("plays by the rules that it is given", async () => {
    const rules = ["--claim-window-minutes", "20.5", "--quiet-hours", "07:00-09:00"];
    const { code } = await simulate(DAY, ...rules, "--time-zone", "UTC", "--max-live", "1");
    expect(code).toBe(0);
    expect(readFileSync(inFolder("out.csv"), "utf8").split("\n").slice(1, -1)).toEqual([
      "1,COMPLETED,0,0,7200",
      "2,EXPIRED,8430,,9660",
      "3,REJECTED,,,",
      "4,EXPIRED,7200,,8430",
    ]);
  });

  it("leaves nothing behind of an unreadable workload, and what was there before as it was", async () => {
    const fresh = await simulate(`${DAY}200,dee,g,0,none,\n`);
    expect(fresh).toEqual({
      code: 2,
      stdout: "",
      stderr: `${inFolder("in.csv")}: line 6, column hours: "none" is not a whole number from 1 on\n`,
    });
    expect(existsSync(inFolder("out.csv"))).toBe(false);
    writeFileSync(inFolder("out.csv"), "before");
    expect((await simulate(HEADER.slice(1))).code).toBe(2);
    expect(readFileSync(inFolder("out.csv"), "utf8")).toBe("before");
    expect(readdirSync(folder).sort()).toEqual(["in.csv", "out.csv"]);
  });

  it.each([
    [
      "--claim-window-minutes",
      "0",
      "must be more than 0, whole milliseconds, and ten years at most",
    ],
    [
      "--claim-window-minutes",
      "0.00001",
      "must be more than 0, whole milliseconds, and ten years at most",
    ],
    ["--quiet-hours", "23-8", "must be written as 23:00-08:00, or none"],
    ["--quiet-hours", "08:00-08:00", "must start and end at different times"],
    ["--time-zone", "Taipei", "must be one such as Asia/Taipei"],
    ["--max-live", "-", "must be a whole number from 0 on"],
  ])("refuses %s %s", async (option, value, message) => {
    const { code, stdout, stderr } = await simulate(DAY, option, value);
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `${option} ${value}: ${message}\n`,
    });
    expect(existsSync(inFolder("out.csv"))).toBe(false);
  });

  it("says in one line what else it cannot do", async () => {
    expect(await runNode(["scripts/simulate.mjs"])).toMatchObject({
      code: 2,
      stderr: "--input is missing: npm run simulate -- --help\n",
    });
    expect(await runNode(["scripts/simulate.mjs", "--input", inFolder("none.csv")])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^ENOENT: no such file or directory, .*none\.csv'\n$/),
    });
    const nowhere = ["--output", inFolder("none/out.csv")];
    expect(await simulate(DAY, ...nowhere)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^ENOENT.*\n$/),
    });
  });
});
