/** Makes a workload of the records of a CSV file, and knows on which line each begins. */
import { COLUMNS, type Column, REQUIRED, rowOf, WrongCell } from "./columns";
import type { Form } from "./form";
import type { Row } from "./workload";

/** A cell that cannot be read; the message is one line. */
export class Unreadable extends Error {
  override name = "Unreadable";
  constructor(line: number, column: string | number, what: string) {
    super(`line ${line}, column ${column}: ${what}`);
  }
}

export type Workload = {
  readonly rows: readonly Row[];
  /** How each row's instants are written. */
  readonly forms: readonly Form[];
  /** Columns that mean nothing here. */
  readonly ignored: readonly string[];
};

export class Records {
  readonly #rows: Row[] = [];
  readonly #forms: Form[] = [];
  #header: readonly string[] | null = null;
  #places: Partial<Record<Column, number>> = {};
  /** Where the next record begins, from 1 on. */
  #line = 1;

  /** Passes over lines without anything. */
  skipLines(count: number): void {
    this.#line += count;
  }

  /** The next record is unreadable in its cell number `index`, from 0 on. */
  unreadable(index: number, what: string): Unreadable {
    return new Unreadable(this.#line, this.#header?.[index] || index + 1, what);
  }

  /** The next record, which is one line. @throws Unreadable */
  add(cells: readonly string[]): void {
    if (this.#header) this.#addRow(cells, this.#header);
    else this.#readHeader(cells);
    this.#line++;
  }

  #readHeader(names: readonly string[]): void {
    for (const column of COLUMNS) {
      const at = names.indexOf(column);
      if (at >= 0) this.#places[column] = at;
      if (at !== names.lastIndexOf(column))
        throw new Unreadable(this.#line, column, "is there twice");
    }
    const missing = REQUIRED.find((column) => !(column in this.#places));
    if (missing) throw new Unreadable(this.#line, missing, "is missing in the header");
    this.#header = names;
  }

  #addRow(cells: readonly string[], header: readonly string[]): void {
    const { length } = cells;
    if (length < header.length) throw this.unreadable(length, "is missing");
    if (length > header.length) {
      throw this.unreadable(header.length, "is one more than the header names");
    }
    try {
      const { row, form } = rowOf(cells, this.#places);
      this.#rows.push(row);
      this.#forms.push(form);
    } catch (error) {
      if (!(error instanceof WrongCell)) throw error;
      throw new Unreadable(this.#line, error.column, error.message);
    }
  }

  /** All that was read. @throws Unreadable where there was not even a header */
  workload(): Workload {
    const header = this.#header;
    if (!header) throw new Unreadable(1, REQUIRED[0], "is missing: the file is empty");
    const known: readonly string[] = COLUMNS;
    const ignored = header
      .map((name, at) => name || `number ${at + 1}, which has no name`)
      .filter((name) => !known.includes(name));
    return { rows: this.#rows, forms: this.#forms, ignored };
  }
}
