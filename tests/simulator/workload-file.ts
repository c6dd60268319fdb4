/** Workloads as files of the command: columns in any order, quoted as anybody's program would. */
import fc from "fast-check";
import type { Row } from "./reference";

export type FileForm = {
  /** A number that decides the order of the columns. */
  order: number;
  quotes: "needed" | "all" | "some";
  lineEnd: "\n" | "\r\n";
  hasLastLineEnd: boolean;
  hasByteOrderMark: boolean;
};

export const PLAIN: FileForm = {
  order: 0,
  quotes: "needed",
  lineEnd: "\n",
  hasLastLineEnd: true,
  hasByteOrderMark: false,
};

export const fileForms: fc.Arbitrary<FileForm> = fc.record({
  order: fc.nat(40_319),
  quotes: fc.constantFrom("needed", "all", "some"),
  lineEnd: fc.constantFrom("\n", "\r\n"),
  hasLastLineEnd: fc.boolean(),
  hasByteOrderMark: fc.boolean(),
});

/** The arrangement with this number: each number below n! names another one of n things. */
function arranged<T>(things: readonly T[], number: number): T[] {
  const left = [...things];
  const order: T[] = [];
  for (let rest = number; left.length > 0; rest = Math.floor(rest / (left.length + 1))) {
    order.push(...left.splice(rest % left.length, 1));
  }
  return order;
}

/** The text of a file with these rows. */
export function fileOf(rows: readonly Row[], form: FileForm): string {
  const columns = arranged(Object.keys(rows[0] ?? {}) as (keyof Row)[], form.order);
  const field = (text: string, at: number) => {
    const isQuoted = form.quotes === "all" || (form.quotes === "some" && at % 3 === 1);
    return isQuoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))];
  const text = lines.map((line) => line.map(field).join(",")).join(form.lineEnd);
  return `${form.hasByteOrderMark ? "\uFEFF" : ""}${text}${form.hasLastLineEnd ? form.lineEnd : ""}`;
}
