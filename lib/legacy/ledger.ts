import type { Finding, OldTable } from "./words";

export type Counts = { taken: number; known: number; refused: number };

/** Rows that are refused, or remarked on, for one reason. */
export type Group = {
  readonly table: OldTable;
  readonly outcome: "refused" | "remark";
  readonly what: string;
  rows: number;
  /** The first of them. */
  readonly examples: string[];
};

const MOST_EXAMPLES = 5;

/** A row's key as it may stand on a terminal: the old database decides what it is. */
const printable = (id: string): string => {
  const plain = id.replaceAll(/[^\w/-]/g, "?");
  return plain.length > 40 ? `${plain.slice(0, 40)}…` : plain;
};

/** Keeps the books of an import: every row that is read ends up here exactly once. */
export class Ledger {
  readonly #write: (finding: Finding) => void;
  readonly #counts = new Map<OldTable, Counts>();
  readonly #groups = new Map<string, Group>();

  /** @param write gets every finding, as it comes */
  constructor(write: (finding: Finding) => void) {
    this.#write = write;
  }

  countsOf(table: OldTable): Counts {
    const counts = this.#counts.get(table) ?? { taken: 0, known: 0, refused: 0 };
    this.#counts.set(table, counts);
    return counts;
  }

  /** Why rows were refused and what was remarked on, in the order in which it came up. */
  groups(): Group[] {
    return [...this.#groups.values()];
  }

  taken(table: OldTable, id: string, what: string, detail = ""): void {
    this.countsOf(table).taken++;
    this.#write({ table, id, outcome: "taken", what, detail });
  }

  /** Many at once, of which no single one is told … */
  takenMany(table: OldTable, rows: number): void {
    this.countsOf(table).taken += rows;
  }

  /** … but what they come to. */
  told(table: OldTable, id: string, what: string, detail: string): void {
    this.#write({ table, id, outcome: "taken", what, detail });
  }

  known(table: OldTable): void {
    this.countsOf(table).known++;
  }

  refused(table: OldTable, id: string, what: string, detail = ""): void {
    this.countsOf(table).refused++;
    this.#tell({ table, id, outcome: "refused", what, detail });
  }

  remark(table: OldTable, id: string, what: string, detail = ""): void {
    this.#tell({ table, id, outcome: "remark", what, detail });
  }

  #tell(finding: Finding & { outcome: Group["outcome"] }): void {
    const { table, id, outcome, what } = finding;
    const key = `${table} ${outcome} ${what}`;
    const group = this.#groups.get(key) ?? { table, outcome, what, rows: 0, examples: [] };
    this.#groups.set(key, group);
    group.rows++;
    if (group.examples.length < MOST_EXAMPLES) group.examples.push(printable(id));
    this.#write(finding);
  }
}
