import { describe, expect, it } from "vitest";
import { csvOf } from "@/lib/csv";

const lines = (text: string) => text.replace(/^\ufeff/, "").split("\r\n");

describe("a CSV file", () => {
  it("begins with a byte order mark, so that Excel reads Chinese", () => {
    expect(csvOf([{ name: "陳怡君" }], ["name"])).toBe("\ufeffname\r\n陳怡君\r\n");
  });

  it("quotes what would break a row", () => {
    expect(lines(csvOf([{ a: 'say "hi", you', b: "two\nlines" }], ["a", "b"]))[1]).toBe(
      '"say ""hi"", you","two\nlines"',
    );
  });

  it.each(["=1+1", "+886912", "-2", "@SUM(A1)", "\tx", "\rx", "＝1+1"])(
    "lets no spreadsheet run %j",
    (text) => {
      expect(csvOf([{ text }], ["text"])).toContain(`'${text}`);
    },
  );

  it("keeps numbers, negative ones too, and leaves out what there is none of", () => {
    expect(lines(csvOf([{ a: -2.5, b: null, c: false }], ["a", "b", "c"]))[1]).toBe("-2.5,,false");
  });
});
