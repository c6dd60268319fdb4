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

describe("of what it cannot read the command says in one line where it stands", PATIENCE, () => {
  it.each([
    ["a cell", [HEADER, GOOD, "never,a,g,0,1,0,,"], [], /\bline 3\b.*\bsubmit\b/],
    ["a header", ["submit,user,gpu,hours", "0,a,g,1"], [], /\bline 1\b.*\bpriority\b/],
    ["an option", [HEADER, GOOD], ["--quiet-hours", "always"], /--quiet-hours/],
  ])("%s, and leaves no output file", async (_, lines, flags, where) => {
    const ran = await simulate(fileOf(...lines), flags);
    expect(ran).toMatchObject({ code: 2, stdout: "", events: null, others: [] });
    expect(ran.stderr).toMatch(/^.+\n$/);
    expect(ran.stderr).toMatch(where);
  });

  it("and leaves an output file of before as it was", async () => {
    const ran = await simulate(fileOf(HEADER, GOOD, "0,a,g,0,0,0,,"), [], "of before");
    expect(ran).toMatchObject({ code: 2, events: "of before", others: [] });
  });
});
