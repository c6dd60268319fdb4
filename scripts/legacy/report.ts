/** What became of every row: a file of all of them, and a summary for the terminal. */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { csvOf } from "../../lib/csv";
import { Ledger } from "../../lib/legacy/ledger";
import { type Finding, OLD_TABLES, type OldTable } from "../../lib/legacy/words";
import { bold, dim, red, say } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";

const COLUMNS = ["table", "id", "outcome", "what", "detail"] as const;
const AT_ONCE = 1_000;

export class Report {
  readonly ledger: Ledger;
  readonly file: string;
  readonly #descriptor: number;
  #waiting: Finding[] = [];

  /** @throws Failure when the file cannot be written */
  constructor(file: string) {
    this.file = file;
    this.ledger = new Ledger((finding) => this.#write(finding));
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      // It names people.
      this.#descriptor = openSync(file, "wx", 0o600);
    } catch (error) {
      throw new Failure(`The report cannot be written: ${error instanceof Error && error.message}`);
    }
    writeSync(this.#descriptor, csvOf([], COLUMNS));
  }

  #write(finding: Finding): void {
    this.#waiting.push(finding);
    if (this.#waiting.length >= AT_ONCE) this.#flush();
  }

  #flush(): void {
    const rows = csvOf(this.#waiting, COLUMNS);
    // Without the byte order mark and the heading, which stand there already.
    if (this.#waiting.length > 0) writeSync(this.#descriptor, rows.slice(rows.indexOf("\n") + 1));
    this.#waiting = [];
  }

  /** Says how many rows of a table were taken, and how many not. */
  sayCounts(table: OldTable, isDryRun: boolean): void {
    const { taken, known, refused } = this.ledger.countsOf(table);
    const number = (value: number) => value.toLocaleString("en").padStart(11);
    const verb = isDryRun ? "would be taken" : "taken";
    const not = `${number(refused)} not`;
    say(
      `${table.padEnd(16)}${number(taken)} ${verb}${number(known)} known${refused ? red(not) : not}`,
    );
  }

  /** Ends the file, and says why rows were refused. */
  finish(): void {
    this.#flush();
    closeSync(this.#descriptor);
    const groups = this.ledger
      .groups()
      .toSorted((a, b) => OLD_TABLES.indexOf(a.table) - OLD_TABLES.indexOf(b.table));
    for (const outcome of ["refused", "remark"] as const) {
      const own = groups.filter((group) => group.outcome === outcome);
      if (own.length > 0) say(bold(outcome === "refused" ? "\nNot taken" : "\nTaken, but"));
      for (const { table, what, rows, examples } of own) {
        const more = rows > examples.length ? ", …" : "";
        say(`  ${table}: ${rows} × ${what} ${dim(`(id ${examples.join(", ")}${more})`)}`);
      }
    }
    say(`\nEvery row: ${this.file}`);
  }
}
