import { describe, expect, it } from "vitest";
import { readWorkload } from "@/lib/simulator/read";
import { fileWith, played, table } from "./words";

const SHORT = "submit,user,gpu,priority,hours";

describe("a workload's file", () => {
  it("may have its columns in any order, and others, which are named", async () => {
    const file = fileWith("note,hours,gpu,user,submit,priority\nx,1,g,ann,0,2\n");
    const { rows, ignored } = await readWorkload(file);
    expect(rows).toMatchObject([{ user: "ann", gpu: "g", priority: 2, hours: 1 }]);
    expect(ignored).toEqual(["note"]);
  });

  it("may have columns without a name, which are named by their numbers", async () => {
    const { ignored } = await readWorkload(fileWith(`${SHORT},,\n0,ann,g,0,1,,\n`));
    expect(ignored).toEqual(["number 6, which has no name", "number 7, which has no name"]);
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
