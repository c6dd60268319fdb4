import { describe, expect, it } from "vitest";
import { readEvents, simulate } from "./against";

const PATIENCE = { timeout: 60_000 };
const HEADER = "submit,user,gpu,priority,hours,claim_minutes,release_hours,cancel_minutes";
const GOOD = "0,a,g,0,1,0,,";

const fileOf = (...lines: string[]) => `${lines.join("\n")}\n`;

describe("the command", PATIENCE, () => {
  it("writes one line per row in the order of the input, and says in sum how it went", async () => {
    const ran = await simulate(
      fileOf(HEADER, "3600,b,g,1,1,0,,", GOOD, "10,c,g,0,2,,,", "20,a,g,0,1,,,", "30,d,g,0,1,,,5"),
    );
    expect(ran).toMatchObject({ code: 0, stderr: "", others: [] });
    expect(ran.events?.split("\n")).toEqual([
      "row,status,notified,started,ended",
      "1,COMPLETED,7200,7200,10800",
      "2,COMPLETED,0,0,3600",
      "3,EXPIRED,3600,,7200",
      "4,REJECTED,,,",
      "5,CANCELLED,,,330",
      "",
    ]);
    for (const word of [/wait/i, /mean/i, /p50/i, /p95/i, /max/i, /held/i, /idle/i, /expired/i]) {
      expect(ran.stdout).toMatch(word);
    }
  });

  it("takes columns in any order and quoted, a byte order mark and Windows' line ends", async () => {
    const ran = await simulate(
      '\uFEFF"hours",gpu,submit,"user",priority\r\n"1","g, left",0,"the ""boss""",0\r\n2,"g, left",0,"two\r\nlines","1"\r\n',
    );
    expect(ran.code).toBe(0);
    expect(readEvents(ran.events ?? "")).toMatchObject([
      { status: "COMPLETED", started: "0", ended: "3600" },
      { status: "COMPLETED", started: "3600", ended: "10800" },
    ]);
  });

  it("keeps no window but one of 60 minutes, day and night, unless its options say so", async () => {
    const night = fileOf(HEADER, "2026-03-02T22:30:00+08:00,a,g,0,1,,,");
    const endOf = async (flags: string[]) =>
      readEvents((await simulate(night, flags)).events ?? "")[0]?.ended;
    expect(await endOf([])).toBe("2026-03-02T23:30:00+08:00");
    expect(await endOf(["--claim-window-minutes", "0.25"])).toBe("2026-03-02T22:30:15+08:00");
    expect(await endOf(["--quiet-hours", "23:00-08:00"])).toBe("2026-03-03T08:30:00+08:00");
    const inUtc = ["--quiet-hours", "14:00-15:00", "--time-zone", "UTC"];
    expect(await endOf(inUtc)).toBe("2026-03-03T00:00:00+08:00");
  });
});

describe.concurrent("of unreadable input the command names line and column", PATIENCE, () => {
  it.each([
    ["submit", "2026-03-02T10:00:00,a,g,0,1,0,,"],
    ["submit", "2026-02-30T10:00:00Z,a,g,0,1,0,,"],
    ["submit", "0x10,a,g,0,1,0,,"],
    ["submit", ",a,g,0,1,0,,"],
    ["priority", "0,a,g,-1,1,0,,"],
    ["priority", "0,a,g,0.5,1,0,,"],
    ["hours", "0,a,g,0,0,0,,"],
    ["hours", "0,a,g,0,1.5,0,,"],
    ["claim_minutes", "0,a,g,0,1,soon,,"],
    ["claim_minutes", "0,a,g,0,1,-1,,"],
    ["release_hours", "0,a,g,0,1,0,0,"],
    ["cancel_minutes", "0,a,g,0,1,0,,-0.5"],
    ["cancel_minutes", "0,a,g,0,1,0,"],
  ])("%s: %s", async (column, line) => {
    const ran = await simulate(fileOf(HEADER, GOOD, line, GOOD));
    expect(ran).toMatchObject({ code: 2, stdout: "", events: null, others: [] });
    expect(ran.stderr).toMatch(/^.*\n$/);
    expect(ran.stderr).toMatch(/\bline 3\b/);
    expect(ran.stderr).toMatch(new RegExp(`\\b${column}\\b`));
  });

  it("where a line is one of the file, whatever stands in quotes before", async () => {
    const { stderr } = await simulate(fileOf(HEADER, '0,"two\nlines",g,0,1,0,,', "0,b,g,0,x,0,,"));
    expect(stderr).toMatch(/\bline 4\b.*\bhours\b/);
  });

  it("also when a column that must be there is not", async () => {
    const ran = await simulate(fileOf("submit,user,gpu,hours", "0,a,g,1"));
    expect(ran).toMatchObject({ code: 2, events: null, others: [] });
    expect(ran.stderr).toMatch(/\bline 1\b.*\bpriority\b/);
  });

  it("and when the file is empty", async () => {
    const ran = await simulate("");
    expect(ran).toMatchObject({ code: 2, events: null, others: [] });
    expect(ran.stderr).toMatch(/\bline 1\b.*\bsubmit\b/);
  });

  it("and leaves an output file of before as it was", async () => {
    const ran = await simulate(fileOf(HEADER, GOOD, "never,a,g,0,1,0,,"), [], "of before");
    expect(ran).toMatchObject({ code: 2, events: "of before", others: [] });
  });

  it.each([
    ["--claim-window-minutes", "0"],
    ["--claim-window-minutes", "0.00001"],
    ["--quiet-hours", "23:00-23:00"],
    ["--time-zone", "Mars/Olympus"],
    ["--max-live", "-1"],
  ])("and of a wrong option its name: %s %s", async (name, value) => {
    const ran = await simulate(fileOf(HEADER, GOOD), [`${name}=${value}`]);
    expect(ran).toMatchObject({ code: 2, stdout: "", events: null, others: [] });
    expect(ran.stderr).toContain(name);
  });
});
