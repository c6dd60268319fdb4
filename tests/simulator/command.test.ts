import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { runNode } from "../support/command-line";
import { simulate } from "./against";

const PATIENCE = { timeout: 60_000 };
const HEADER = "submit,user,gpu,priority,hours,claim_minutes\n";
const DAY = `${HEADER}0,ann,g,0,2,0\n60,bob,g,1,1,30\n60,bob,g,1,1,30\n120,cyd,g,0,1,\n`;
const SCRIPT = path.resolve("scripts/simulate.mjs");

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "simulate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("npm run simulate", PATIENCE, () => {
  it("writes what became of each row, and sums it up", async () => {
    const ran = await simulate(DAY);
    expect(ran).toMatchObject({ code: 0, stderr: "", others: [] });
    expect(ran.events).toBe(
      "row,status,notified,started,ended\n" +
        "1,COMPLETED,0,0,7200\n" +
        "2,COMPLETED,10800,12600,16200\n" +
        "3,REJECTED,,,\n" +
        "4,EXPIRED,7200,,10800\n",
    );
    expect(ran.stdout).toBe(
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
  });

  it("plays by the rules that it is given", async () => {
    const window = ["--claim-window-minutes", "20.5", "--max-live", "1"];
    const quiet = ["--quiet-hours", "07:00-09:00", "--time-zone", "UTC"];
    const { code, events } = await simulate(DAY, [...window, ...quiet]);
    expect(code).toBe(0);
    expect(events?.split("\n").slice(1, -1)).toEqual([
      "1,COMPLETED,0,0,7200",
      "2,EXPIRED,8430,,9660",
      "3,REJECTED,,,",
      "4,EXPIRED,7200,,8430",
    ]);
  });

  it("is called from any folder, whose files it means", async () => {
    const folder = newFolder();
    writeFileSync(path.join(folder, "in.csv"), `${HEADER}0,ann,g,0,2,0\n`);
    const files = ["--input", "in.csv", "--output", "out.csv"];
    await promisify(execFile)(process.execPath, [SCRIPT, ...files], { cwd: folder });
    expect(readFileSync(path.join(folder, "out.csv"), "utf8")).toMatch(/^1,COMPLETED/m);
  });

  it("says in one line what it cannot read, and leaves no output", async () => {
    const ran = await simulate(`${DAY}200,dee,g,0,none,\n`);
    expect(ran).toMatchObject({ code: 2, stdout: "", events: null, others: [] });
    expect(ran.stderr).toMatch(
      /^\/.*: line 6, column hours: "none" is not a whole number from 1 on\n$/,
    );
  });

  it("leaves an output of before as it was when an option cannot be read", async () => {
    expect(await simulate(DAY, ["--quiet-hours", "23-8"], "of before")).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "--quiet-hours 23-8: must be written as 23:00-08:00, or none\n",
      events: "of before",
      others: [],
    });
  });

  it("says so where there is no workload", async () => {
    const none = path.join(newFolder(), "none.csv");
    expect(await runNode([SCRIPT, "--input", none])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^ENOENT: no such file or directory, .*none\.csv'\n$/),
    });
  });

  it.each([
    ["a folder that is not there", (folder: string) => path.join(folder, "none/out.csv"), "ENOENT"],
    ["a folder in its place", (folder: string) => folder, "EISDIR"],
    ["a file for a folder", (folder: string) => path.join(folder, "file/out.csv"), "ENOTDIR"],
  ])("notices %s before it reads and plays anything", async (_, outputOf, problem) => {
    const folder = newFolder();
    writeFileSync(path.join(folder, "file"), "");
    const files = ["--input", path.join(folder, "none.csv"), "--output", outputOf(folder)];
    const { code, stdout, stderr } = await runNode([SCRIPT, ...files]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(new RegExp(`^${problem}: .*\n$`));
    expect(stderr).not.toContain("none.csv");
  });
});
