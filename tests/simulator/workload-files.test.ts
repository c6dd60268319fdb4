import { describe, expect, it } from "vitest";
import { readWorkload } from "@/lib/simulator/read";
import { fileWith, played, table } from "./words";

const SHORT = "submit,user,gpu,priority,hours";
const ALL = `${SHORT},claim_minutes,release_hours,cancel_minutes`;

const refusal = (content: string | Uint8Array): Promise<string> =>
  readWorkload(fileWith(content)).then(
    () => "was read",
    (error: Error) => error.message,
  );

describe("a workload's file", () => {
  it("may have its columns in any order, and others, which are named", async () => {
    const file = fileWith("note,hours,gpu,user,submit,priority\nx,1,g,ann,0,2\n");
    const { rows, ignored } = await readWorkload(file);
    expect(rows).toMatchObject([{ user: "ann", gpu: "g", priority: 2, hours: 1 }]);
    expect(ignored).toEqual(["note"]);
  });

  it("starts reservations at their turn where it says nothing of claims, and never where it is empty", async () => {
    expect(await played(table(SHORT, "0,ann,g,0,1"))).toEqual(["COMPLETED,0,0,3600"]);
    expect(await played(table(`${SHORT},claim_minutes`, "0,ann,g,0,1,"))).toEqual([
      "EXPIRED,0,,3600",
    ]);
  });

  it.each([
    ["no row", `${SHORT}\n`, 0],
    ["no line break at its end", `${SHORT}\n0,ann,g,0,1`, 1],
    ["lines without anything", `\n${SHORT}\n\n0,ann,g,0,1\n\n\n`, 1],
    ["Windows' line breaks", `${SHORT}\r\n0,ann,g,0,1\r\n\r\n`, 1],
    ["a byte order mark", `\ufeff${SHORT}\n0,ann,g,0,1\n`, 1],
    ["quoted cells", `"submit",${SHORT.slice(7)}\r\n"0","ann","g","0","1"\r\n`, 1],
  ])("may have %s", async (_what, content, count) => {
    expect((await readWorkload(fileWith(content))).rows).toHaveLength(count);
  });

  it("may have commas, quotes and line breaks in quoted names", async () => {
    const { rows } = await readWorkload(
      fileWith(`${SHORT}\n0,ann,g,0,1\n0,"Lin, ""May""",g,0,1\n0,"王\r\n大明",g,0,1\n`),
    );
    expect(rows.map(({ user }) => user)).toEqual(["ann", 'Lin, "May"', "王\r\n大明"]);
  });

  it("is read the same whatever its length, with and without quotes", async () => {
    const lines = Array.from({ length: 12_000 }, (_, at) => `${at},使用者${at % 7},g,0,1`);
    const read = async (...content: string[]) => {
      const { rows } = await readWorkload(fileWith([SHORT, ...content].join("\r\n")));
      return rows.map(({ submit, user, hours }) => `${submit.ms / 1_000},${user},g,0,${hours}`);
    };
    expect(await read(...lines)).toEqual(lines);
    expect(await read('7,"ann",g,0,1', ...lines)).toEqual(["7,ann,g,0,1", ...lines]);
    expect(await read(...lines, '7,"ann",g,0,1')).toEqual([...lines, "7,ann,g,0,1"]);
  });
});

describe("a workload that cannot be read is refused by line and column:", () => {
  it.each([
    ["0,ann,g,0,0,,,", 'line 2, column hours: "0" is not a whole number from 1 on'],
    ["0,ann,g,0,1.5,,,", 'line 2, column hours: "1.5" is not a whole number from 1 on'],
    ["0,ann,g,-1,1,,,", 'line 2, column priority: "-1" is not a whole number from 0 on'],
    ["0,ann,g,,1,,,", "line 2, column priority: is empty"],
    ["0,,g,0,1,,,", "line 2, column user: is empty"],
    ["0,ann,,0,1,,,", "line 2, column gpu: is empty"],
    [",ann,g,0,1,,,", "line 2, column submit: is empty"],
    ["0,ann,g,0,1,soon,,", 'line 2, column claim_minutes: "soon" is not a number from 0 on'],
    ["0,ann,g,0,1,-5,,", 'line 2, column claim_minutes: "-5" is not a number from 0 on'],
    ["0,ann,g,0,1,0,0,", 'line 2, column release_hours: "0" is not a number greater than 0'],
    ["0,ann,g,0,1,0,1e,", 'line 2, column release_hours: "1e" is not a number greater than 0'],
    ["0,ann,g,0,1,0,,.", 'line 2, column cancel_minutes: "." is not a number from 0 on'],
    ["0,ann,g,0,1,,", "line 2, column cancel_minutes: is missing"],
    ["0,ann,g,0,1,,,,", "line 2, column 9: is one more than the header names"],
    [
      "0,ann,g,0,1,,,\n\n1,bob,g,0,x,,,",
      'line 4, column hours: "x" is not a whole number from 1 on',
    ],
    [
      '0,"a\nb",g,0,1,,,\n1,bob,g,0,x,,,',
      'line 4, column hours: "x" is not a whole number from 1 on',
    ],
    [
      '0,"a\r\nb",g,0,1,,,\r\n1,bob,g,0,x,,,',
      'line 4, column hours: "x" is not a whole number from 1 on',
    ],
    ['0,ann,g,0,1,,,\n1,"bob,g,0,1,,,', "line 3, column user: a quote is opened and never closed"],
    ['0,ann,g"1",0,1,,,', "line 2, column gpu: a quote stands inside an unquoted cell"],
  ])("%j", async (lines, message) => {
    expect(await refusal(`${ALL}\n${lines}\n`)).toBe(message);
  });

  it.each([
    "soon",
    "2026-03-02",
    "2026-03-02T10:00:00",
    "2026-02-29T10:00:00Z",
    "2026-03-02T24:00:00Z",
    "2026-03-02T10:60:00Z",
    "2026-03-02T10:00:00+24:00",
    "NaN",
    "Infinity",
    "0x10",
    "1,5",
    " 1",
  ])("%j is no instant", async (submit) => {
    const cell = JSON.stringify(submit);
    expect(await refusal(`${SHORT}\n${cell},ann,g,0,1\n`)).toBe(
      `line 2, column submit: ${cell} is not an ISO 8601 time with its zone or seconds since the epoch`,
    );
  });

  it.each([
    ["", "line 1, column submit: is missing: the file is empty"],
    ["submit,user,gpu,priority\n", "line 1, column hours: is missing in the header"],
    [`${SHORT},hours\n`, "line 1, column hours: is there twice"],
    ["0,ann,g,0,1\n", "line 1, column submit: is missing in the header"],
  ])("the header of %j", async (content, message) => {
    expect(await refusal(content)).toBe(message);
  });

  it("names that are not UTF-8, such as those of Excel in Taiwan", async () => {
    const big5 = Buffer.concat([
      Buffer.from(`${SHORT}\n0,`),
      Buffer.from([0xa4, 0xfd]),
      Buffer.from(",g,0,1\n"),
    ]);
    expect(await refusal(big5)).toMatch(/^line 2, column user: .* is not UTF-8$/);
  });
});
