/** The columns of a workload, and what each may hold. */
import { HOUR, MINUTE } from "../domain/words";
import { momentOf, type NotATime } from "./decimal";
import type { Form } from "./form";
import { FARTHEST_MS, type Moment } from "./moment";
import { stampOf } from "./stamp";
import type { Row } from "./workload";

export const REQUIRED = ["submit", "user", "gpu", "priority", "hours"] as const;
export const OPTIONAL = ["claim_minutes", "release_hours", "cancel_minutes"] as const;
export const COLUMNS = [...REQUIRED, ...OPTIONAL];
export type Column = (typeof COLUMNS)[number];

/** Where each column stands in a record; undefined for one that is not there. */
export type Places = Readonly<Partial<Record<Column, number>>>;

type Cells = readonly string[];

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
  "too-exact": "has more decimals than are counted of",
  "too-far": "is farther than 35,000 years for",
};

function wrong(column: Column, text: string, how: string, wanted: string): never {
  throw new WrongCell(column, text === "" ? `is empty` : `${shown(text)} ${how} ${wanted}`);
}

function submitOf(text: string): { at: Moment; form: Form } {
  const stamp = stampOf(text);
  if (typeof stamp === "object") return stamp;
  const wanted =
    stamp === "too-far"
      ? "seconds since the epoch, which are meant here, not milliseconds"
      : "an ISO 8601 time with its zone or seconds since the epoch";
  return wrong("submit", text, TIME_REFUSALS[stamp], wanted);
}

/** More than a workload has of users, or of spans that are equal. */
const MOST_REMEMBERED = 10_000;

/** What `read` makes of a text: one object for all that are equal, of which there are many. */
function remembering<Value>(read: (text: string) => Value): (text: string) => Value {
  const values = new Map<string, Value>();
  return (text) => {
    const known = values.get(text);
    if (known !== undefined) return known;
    const value = read(text);
    if (values.size < MOST_REMEMBERED) values.set(text, value);
    return value;
  };
}

const UNKNOWN_CHARACTER = "\ufffd";

const nameIn = (column: Column) =>
  remembering((text): string => {
    if (text.includes(UNKNOWN_CHARACTER)) return wrong(column, text, "is not", "UTF-8");
    return text || wrong(column, text, "", "");
  });

const userOf = nameIn("user");
const gpuOf = nameIn("gpu");

function wholeOf(text: string, column: Column, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = value > most ? `from ${least} to ${most}` : `from ${least} on`;
  return wrong(column, text, "is not", `a whole number ${range}`);
}

/** 35,000 years. */
const MOST_HOURS = Math.floor(FARTHEST_MS / HOUR);

type Span = { readonly column: Column; readonly unitMs: number; readonly allowsZero: boolean };

/** So many units; null for none, which an empty cell stands for, and for more than is ever played. */
function spanOf(text: string, { column, unitMs, allowsZero }: Span): Moment | null {
  if (text === "") return null;
  const span = momentOf(text, unitMs);
  if (span === "too-far" && !text.startsWith("-")) return null;
  const wanted = allowsZero ? "a number from 0 on" : "a number greater than 0";
  if (typeof span !== "object") return wrong(column, text, TIME_REFUSALS[span], wanted);
  const isNone = span.ms === 0 && span.beyond === 0n;
  if (span.ms < 0 || (isNone && !allowsZero)) return wrong(column, text, "is not", wanted);
  return span;
}

const spanIn = (span: Span) => remembering((text) => spanOf(text, span));

const claimOf = spanIn({ column: "claim_minutes", unitMs: MINUTE, allowsZero: true });
const releaseOf = spanIn({ column: "release_hours", unitMs: HOUR, allowsZero: false });
const cancelOf = spanIn({ column: "cancel_minutes", unitMs: MINUTE, allowsZero: true });

/**
 * A row of a workload.
 * @param places where the required columns stand, and those of the optional ones that are there
 * @throws WrongCell for the first column that cannot be read
 */
export function rowOf(cells: Cells, places: Places): { row: Row; form: Form } {
  const textOf = (column: Column): string | undefined => {
    const place = places[column];
    return place === undefined ? undefined : cells[place];
  };
  const { at: submit, form } = submitOf(textOf("submit") ?? "");
  const row: Row = {
    submit,
    user: userOf(textOf("user") ?? ""),
    gpu: gpuOf(textOf("gpu") ?? ""),
    priority: wholeOf(textOf("priority") ?? "", "priority", 0, Number.MAX_SAFE_INTEGER),
    hours: wholeOf(textOf("hours") ?? "", "hours", 1, MOST_HOURS),
    // Where a workload does not say when people press Start, they do so at once.
    claim: claimOf(textOf("claim_minutes") ?? "0"),
    release: releaseOf(textOf("release_hours") ?? ""),
    cancel: cancelOf(textOf("cancel_minutes") ?? ""),
  };
  return { row, form };
}
