import { describe, expect, it } from "vitest";
import { optionsOf } from "@/scripts/simulate/options";
import { readText } from "./in-process";

const HEADER = "submit,user,gpu,priority,hours,claim_minutes,release_hours,cancel_minutes";
const GOOD = "0,a,g,0,1,0,,";
/** The same, by way of the reader of files that have quotes. */
const QUOTED = '0,"a",g,0,1,0,,';

const fileOf = (...lines: string[]) => `${lines.join("\n")}\n`;
const sayingWhere = (line: number, column: string) =>
  expect.objectContaining({
    message: expect.stringMatching(new RegExp(`^(?=.*\\bline ${line}\\b).*\\b${column}\\b`)),
  });

describe.each([
  ["plain", GOOD],
  ["quoted", QUOTED],
])("in a %s file what cannot be read is named by line and column:", (_, good) => {
  it.each([
    ["submit", "2026-03-02T10:00:00,a,g,0,1,0,,"],
    ["submit", "2026-02-30T10:00:00Z,a,g,0,1,0,,"],
    ["submit", "2026-03-02T10:61:00Z,a,g,0,1,0,,"],
    ["submit", "2026-03-02T10:00:00+08:75,a,g,0,1,0,,"],
    ["submit", "2026-03-02T10:00:00 CET,a,g,0,1,0,,"],
    ["submit", "2026-03-02Z,a,g,0,1,0,,"],
    ["submit", "0x10,a,g,0,1,0,,"],
    ["submit", "1e,a,g,0,1,0,,"],
    ["submit", "Infinity,a,g,0,1,0,,"],
    ["submit", ".,a,g,0,1,0,,"],
    ["submit", ",a,g,0,1,0,,"],
    ["user", "0,,g,0,1,0,,"],
    ["gpu", "0,a,,0,1,0,,"],
    ["priority", "0,a,g,,1,0,,"],
    ["priority", "0,a,g,-1,1,0,,"],
    ["priority", "0,a,g,0.5,1,0,,"],
    ["hours", "0,a,g,0,0,0,,"],
    ["hours", "0,a,g,0,1.5,0,,"],
    ["hours", "0,a,g,0,,0,,"],
    ["claim_minutes", "0,a,g,0,1,soon,,"],
    ["claim_minutes", "0,a,g,0,1,-1,,"],
    ["claim_minutes", "0,a,g,0,1,NaN,,"],
    ["release_hours", "0,a,g,0,1,0,0,"],
    ["release_hours", "0,a,g,0,1,0,0.0,"],
    ["release_hours", "0,a,g,0,1,0,-0.000000000001,"],
    ["cancel_minutes", "0,a,g,0,1,0,,-0.5"],
    ["cancel_minutes", '0,a,g,0,1,0,,"1,5"'],
    ["cancel_minutes", "0,a,g,0,1,0,"],
    ["user", '0,"a,g,0,1,0,,'],
    ["9", "0,a,g,0,1,0,,,"],
  ])("%s of %s", async (column, line) => {
    const reading = readText(fileOf(HEADER, good, line, good));
    await expect(reading).rejects.toEqual(sayingWhere(3, column));
  });

  it("the first of several, and the line is one of the file, past those without anything", async () => {
    const reading = readText(fileOf(HEADER, good, "", good, "0,b,g,x,y,0,,", "z,b,g,0,1,0,,"));
    await expect(reading).rejects.toEqual(sayingWhere(5, "priority"));
  });

  it("far down in a long file, too", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `${at},u${at},g,0,1,0,,`);
    const reading = readText(fileOf(HEADER, good, ...rows, "0,b,g,0,-1,0,,"));
    await expect(reading).rejects.toEqual(sayingWhere(20_003, "hours"));
  });
});

it("lines are those of the file when there are line ends in quotes", async () => {
  const reading = readText(fileOf(HEADER, '0,"two\nlines",g,0,1,0,,', "0,b,g,0,x,0,,"));
  await expect(reading).rejects.toEqual(sayingWhere(4, "hours"));
});

it.each([
  ["priority", "submit,user,gpu,hours\n0,a,g,1\n"],
  ["submit", ""],
  ["submit", "0,a,g,0,1\n"],
  ["hours", "submit,user,gpu,priority,hours,hours\n0,a,g,0,1,2\n"],
])("a header is named that lacks %s, or has it twice", async (column, file) => {
  await expect(readText(file)).rejects.toEqual(sayingWhere(1, column));
});

it("a header alone is a workload in which nothing happens", async () => {
  expect((await readText(fileOf(HEADER))).rows).toEqual([]);
});

it.each([
  ["--claim-window-minutes", "0"],
  ["--claim-window-minutes", "-60"],
  ["--claim-window-minutes", "0.00001"],
  ["--claim-window-minutes", "long"],
  ["--quiet-hours", "23:00-23:00"],
  ["--quiet-hours", "23-08"],
  ["--quiet-hours", "23:00-24:00"],
  ["--time-zone", "Mars/Olympus"],
  ["--max-live", "-1"],
  ["--max-live", "1.5"],
  ["--nothing-known", "1"],
])("an option is named that cannot be read: %s %s", (name, value) => {
  expect(() => optionsOf(["--input", "workload.csv", `${name}=${value}`])).toThrow(name);
});
