/** The columns of a workload, and what each may hold. */
import { HOUR, MINUTE } from "../domain/words";
import { momentOf, type NotATime } from "./decimal";
import { FARTHEST_MS, type Moment } from "./moment";
import { type Form, stampOf } from "./stamp";
import type { Row } from "./workload";

export const REQUIRED = ["submit", "user", "gpu", "priority", "hours"] as const;
export const OPTIONAL = ["claim_minutes", "release_hours", "cancel_minutes"] as const;
export const COLUMNS = [...REQUIRED, ...OPTIONAL];
export type Column = (typeof COLUMNS)[number];

/** What stands in a column of one row; undefined where there is no such column. */
export type Cells = (column: Column) => string | undefined;

/** What is wrong with a cell. */
export class WrongCell extends Error {
  constructor(
    readonly column: Column,
    what: string,
  ) {
    super(what);
  }
}

const shown = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

const TIME_REFUSALS: Readonly<Record<NotATime, string>> = {
  "not-a-number": "is not",
  "too-exact": "has decimals beyond an attosecond of",
  "too-far": "is farther than 35,000 years for",
};

function wrong(column: Column, text: string, how: string, wanted: string): never {
  throw new WrongCell(column, text === "" ? `is empty` : `${shown(text)} ${how} ${wanted}`);
}

function submitOf(cells: Cells): { at: Moment; form: Form } {
  const text = cells("submit") ?? "";
  const stamp = stampOf(text);
  if (typeof stamp === "object") return stamp;
  return wrong(
    "submit",
    text,
    TIME_REFUSALS[stamp],
    "an ISO 8601 time with its zone or seconds since the epoch",
  );
}

function wordOf(cells: Cells, column: Column): string {
  return cells(column) || wrong(column, "", "", "");
}

function wholeOf(cells: Cells, column: Column, least: number): number {
  const text = cells(column) ?? "";
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value * HOUR <= FARTHEST_MS) return value;
  return wrong(column, text, "is not", `a whole number from ${least} on`);
}

/** A span of so many units; null for none, which an empty cell stands for. */
function spanOf(text: string, column: Column, unitMs: number, allowsZero: boolean): Moment | null {
  if (text === "") return null;
  const span = momentOf(text, unitMs);
  const wanted = allowsZero ? "a number from 0 on" : "a number greater than 0";
  if (typeof span !== "object") return wrong(column, text, TIME_REFUSALS[span], wanted);
  const isNone = span.ms === 0 && span.attos === 0;
  if (span.ms < 0 || (isNone && !allowsZero)) return wrong(column, text, "is not", wanted);
  return span;
}

/** A row of a workload. @throws WrongCell for the first column that cannot be read */
export function rowOf(cells: Cells): { row: Row; form: Form } {
  const { at: submit, form } = submitOf(cells);
  const row: Row = {
    submit,
    user: wordOf(cells, "user"),
    gpu: wordOf(cells, "gpu"),
    priority: wholeOf(cells, "priority", 0),
    hours: wholeOf(cells, "hours", 1),
    // Where a workload does not say when people press Start, they do so at once.
    claim: spanOf(cells("claim_minutes") ?? "0", "claim_minutes", MINUTE, true),
    release: spanOf(cells("release_hours") ?? "", "release_hours", HOUR, false),
    cancel: spanOf(cells("cancel_minutes") ?? "", "cancel_minutes", MINUTE, true),
  };
  return { row, form };
}
