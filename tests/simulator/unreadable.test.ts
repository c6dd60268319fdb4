import { describe, expect, it } from "vitest";
import { readText } from "./in-process";

const HEADER = "submit,user,gpu,priority,hours,claim_minutes,release_hours,cancel_minutes";
const GOOD = "0,a,g,0,1,0,,";
/** The same, by way of the reader of files that have quotes. */
const QUOTED = '0,"a",g,0,1,0,,';

const fileOf = (...lines: string[]) => `${lines.join("\n")}\n`;
const refusal = (content: string | Buffer): Promise<string> =>
  readText(content).then(
    () => "was read",
    (error: Error) => error.message,
  );

const NO_TIME = "an ISO 8601 time with its zone or seconds since the epoch";
const WHOLE = "is not a whole number from";

describe.each([
  ["plain", GOOD],
  ["quoted", QUOTED],
])("in a %s file what cannot be read is named by line and column:", (_, good) => {
  it.each([
    "soon",
    "2026-03-02",
    "2026-03-02Z",
    "2026-03-02T10:00:00",
    "2026-02-30T10:00:00Z",
    "2026-02-29T10:00:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T10:61:00Z",
    "2026-03-02T10:00:00+24:00",
    "2026-03-02T10:00:00+08:75",
    "2026-03-02T10:00:00 CET",
    "2026-0302T100000Z",
    "20260302T10:00:00Z",
    "20260302T100000",
    "0x10",
    "1e",
    "NaN",
    "Infinity",
    ".",
    " 1",
  ])("%j is no instant", async (submit) => {
    expect(await refusal(fileOf(HEADER, good, `${submit},a,g,0,1,0,,`))).toBe(
      `line 3, column submit: ${JSON.stringify(submit)} is not ${NO_TIME}`,
    );
  });

  it.each([
    [",a,g,0,1,0,,", "submit: is empty"],
    [
      "1764410400000,a,g,0,1,0,,",
      'submit: "1764410400000" is farther than 35,000 years for seconds since the epoch, which are meant here, not milliseconds',
    ],
    ["0,,g,0,1,0,,", "user: is empty"],
    ["0,a,,0,1,0,,", "gpu: is empty"],
    ["0,a,g,,1,0,,", "priority: is empty"],
    ["0,a,g,-1,1,0,,", `priority: "-1" ${WHOLE} 0 on`],
    ["0,a,g,0.5,1,0,,", `priority: "0.5" ${WHOLE} 0 on`],
    ["0,a,g,0,,0,,", "hours: is empty"],
    ["0,a,g,0,0,0,,", `hours: "0" ${WHOLE} 1 on`],
    ["0,a,g,0,1.5,0,,", `hours: "1.5" ${WHOLE} 1 on`],
    ["0,a,g,0,1,soon,,", 'claim_minutes: "soon" is not a number from 0 on'],
    ["0,a,g,0,1,-1,,", 'claim_minutes: "-1" is not a number from 0 on'],
    ["0,a,g,0,1,NaN,,", 'claim_minutes: "NaN" is not a number from 0 on'],
    ["0,a,g,0,1,0,0,", 'release_hours: "0" is not a number greater than 0'],
    ["0,a,g,0,1,0,0.0,", 'release_hours: "0.0" is not a number greater than 0'],
    ["0,a,g,0,1,0,1e,", 'release_hours: "1e" is not a number greater than 0'],
    [
      "0,a,g,0,1,0,-0.000000000001,",
      'release_hours: "-0.000000000001" is not a number greater than 0',
    ],
    ["0,a,g,0,1,0,,-0.5", 'cancel_minutes: "-0.5" is not a number from 0 on'],
    ["0,a,g,0,1,0,,.", 'cancel_minutes: "." is not a number from 0 on'],
    ['0,a,g,0,1,0,,"1,5"', 'cancel_minutes: "1,5" is not a number from 0 on'],
    ["0,a,g,0,1,0,", "cancel_minutes: is missing"],
    ["0,a,g,0,1,0,,,", "9: is one more than the header names"],
    ['0,"a,g,0,1,0,,', "user: a quote is opened and never closed"],
    ['0,a,g"1",0,1,0,,', "gpu: a quote stands inside an unquoted cell"],
  ])("%s", async (line, what) => {
    expect(await refusal(fileOf(HEADER, good, line))).toBe(`line 3, column ${what}`);
  });

  it("the first of several, and the line is one of the file, past those without anything", async () => {
    const lines = [HEADER, good, "", good, "0,b,g,x,y,0,,", "z,b,g,0,1,0,,"];
    expect(await refusal(fileOf(...lines))).toBe(`line 5, column priority: "x" ${WHOLE} 0 on`);
  });

  it("far down in a long file, too", async () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => `${at},u${at},g,0,1,0,,`);
    const lines = [HEADER, good, ...rows, "0,b,g,0,-1,0,,"];
    expect(await refusal(fileOf(...lines))).toBe(`line 20003, column hours: "-1" ${WHOLE} 1 on`);
  });
});

it.each(["\n", "\r\n"])("lines are those of the file when there is %j in quotes", async (end) => {
  const lines = [HEADER, `0,"two${end}lines",g,0,1,0,,`, "0,b,g,0,x,0,,"];
  expect(await refusal(lines.join(end))).toBe(`line 4, column hours: "x" ${WHOLE} 1 on`);
});

it.each([
  ["", "line 1, column submit: is missing: the file is empty"],
  ["submit,user,gpu,hours\n0,a,g,1\n", "line 1, column priority: is missing in the header"],
  [`${HEADER},hours\n`, "line 1, column hours: is there twice"],
  [`${GOOD}\n`, "line 1, column submit: is missing in the header"],
])("of %j the header is named", async (content, message) => {
  expect(await refusal(content)).toBe(message);
});

it("names that are not UTF-8, such as those of Excel in Taiwan", async () => {
  const parts = [`${HEADER}\n0,`, [0xa4, 0xfd], ",g,0,1,0,,\n"];
  const big5 = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  expect(await refusal(big5)).toMatch(/^line 2, column user: .* is not UTF-8$/);
});
