/** Why lines of a report were not taken, counted, each with an example for the server's page. */

export const PROBLEM_KINDS = [
  /** Not a line of nvidia-smi. */
  "unreadable",
  /** Its time is far from now, or the server's clock is. */
  "wrong-time",
  /** The card belongs to another server. */
  "other-server",
  /** It does not say which card it is about. */
  "no-card",
  /** More unknown cards than any server has. */
  "too-many-cards",
  /** The agent dropped it, because the portal was away for too long. */
  "dropped",
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export type Problem = {
  readonly kind: ProblemKind;
  readonly lines: number;
  readonly example: string;
};

const LONGEST_EXAMPLE = 300;
/** What the database can count to; no agent ever comes near it. */
const MOST_LINES = 1_000_000_000;

export class Problems {
  readonly #byKind = new Map<ProblemKind, { lines: number; example: string }>();

  add(kind: ProblemKind, example: string, lines = 1): void {
    const known = this.#byKind.get(kind);
    if (known) known.lines = Math.min(known.lines + lines, MOST_LINES);
    else this.#byKind.set(kind, { lines, example: printable(example, LONGEST_EXAMPLE) });
  }

  list(): Problem[] {
    return [...this.#byKind].map(([kind, { lines, example }]) => ({ kind, lines, example }));
  }
}

/** As much of a text as the database and a page can show. */
export const printable = (text: string, most: number): string =>
  text
    .trim()
    .slice(0, most)
    // Last, since a character may have been cut in two.
    .replaceAll(/[\p{Cc}\p{Cs}]/gu, "\ufffd");
