import type { Instant } from "@/lib/domain/words";
import { isMojibake } from "./charset";
import type { wallClock } from "./wall-clock";
import type { OldRow } from "./words";

/** Words for yes and no, as a boolean, a number or a text column may hold them. */
const YES = new Set(["1", "true", "t", "yes", "y", "active", "enabled", "approved", "啟用"]);
const NO = new Set(["0", "false", "f", "no", "n", "inactive", "disabled", "停用"]);
const PENDING = new Set(["pending", "unapproved", "待審核"]);

const MOST_SHOWN = 40;
/** A value as it may stand in a report: short, on one line. */
export const shown = (value: string): string =>
  JSON.stringify(value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}…` : value);

export type Problem = { readonly what: string; readonly detail: string };

/** What a reader answers where there is a problem: it is never used. */
const NOTHING = { text: "", number: Number.NaN };

/** Reads the cells of an old row, and keeps what is wrong with them. */
export class Reading {
  readonly problems: Problem[] = [];
  readonly #row: OldRow;

  constructor(row: OldRow) {
    this.#row = row;
  }

  has(column: string): boolean {
    return this.#row[column] !== undefined;
  }

  isNull(column: string): boolean {
    return this.#row[column] === null;
  }

  wrong(what: string, detail = ""): void {
    this.problems.push({ what, detail });
  }

  /** The text of a column, as it is; what it must be is for others to say. */
  text(column: string): string {
    const value = this.#told(column);
    if (value !== null && isMojibake(value)) {
      this.wrong(`${column} is in a wrong character set`, shown(value));
    }
    return value ?? NOTHING.text;
  }

  whole(column: string, least: number, most: number): number {
    const value = this.#told(column);
    if (value === null) return NOTHING.number;
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    const bounds = most === Number.MAX_SAFE_INTEGER ? `${least} on` : `${least} to ${most}`;
    this.wrong(`${column} is no whole number from ${bounds}`, shown(value));
    return NOTHING.number;
  }

  /** A number that is more than 0. */
  positive(column: string, most: number): number {
    const value = this.#told(column);
    if (value === null) return NOTHING.number;
    const number = /^-?\d*\.?\d+(e[+-]?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    if (number > 0 && number <= most) return number;
    this.wrong(`${column} is no number above 0 and up to ${most}`, shown(value));
    return NOTHING.number;
  }

  flag(column: string): boolean {
    return this.status(column, false) === "ACTIVE";
  }

  /** A boolean, or a word that says the same. */
  status(column: string, mayBePending = true): "ACTIVE" | "DISABLED" | "PENDING" {
    const value = this.#told(column);
    const word = value?.trim().toLowerCase() ?? "1";
    if (YES.has(word)) return "ACTIVE";
    if (NO.has(word)) return "DISABLED";
    if (mayBePending && PENDING.has(word)) return "PENDING";
    this.wrong(`${column} has an unknown value`, shown(value ?? ""));
    return "DISABLED";
  }

  time(column: string, clock: ReturnType<typeof wallClock>): Instant {
    const value = this.#told(column);
    if (value === null) return NOTHING.number;
    const instant = clock(value);
    if (instant !== null) return instant;
    const isZero = value.startsWith("0000-00-00") || /-00[- ]/.test(value);
    this.wrong(isZero ? `${column} is a zero date` : `${column} is no time`, shown(value));
    return NOTHING.number;
  }

  timeOrNull(column: string, clock: ReturnType<typeof wallClock>): Instant | null {
    return this.isNull(column) ? null : this.time(column, clock);
  }

  #told(column: string): string | null {
    const value = this.#row[column];
    if (value === null || value === undefined) {
      this.wrong(`${column} is NULL`);
      return null;
    }
    return value;
  }
}
