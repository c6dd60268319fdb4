/** What will happen when, and what of it is due at one instant, in the order of a round. */
import TinyQueue from "tinyqueue";
import { compareMoments, isBefore, type Moment } from "./moment";
import type { Row } from "./workload";

/** "end" is whatever ends a hold: time, a release, a claim window that closes. */
export type Deed = "end" | "cancel" | "submit" | "start";

const ORDER: Readonly<Record<Deed, number>> = { end: 0, cancel: 1, submit: 2, start: 3 };

/** Something that is due: a row that is submitted, or what happens to a reservation made of one. */
export type Due<Life> =
  | { readonly deed: "submit"; readonly row: number }
  | { readonly deed: Exclude<Deed, "submit">; readonly life: Life };

/** With its instant in itself: the heap compares many. */
type Later<Life> = Exclude<Due<Life>, { deed: "submit" }> & Moment;

export class Agenda<Life> {
  readonly #rows: readonly Row[];
  /** Numbers of rows in the order in which they are submitted. */
  readonly #arrivals: readonly number[];
  readonly #later = new TinyQueue<Later<Life>>([], compareMoments);
  #arrived = 0;

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
    const submitOf = (row: number) => (rows[row] as Row).submit;
    // A stable sort: the order of the file where instants are equal.
    this.#arrivals = [...rows.keys()].sort((a, b) => compareMoments(submitOf(a), submitOf(b)));
  }

  /** How many rows were submitted. */
  get arrived(): number {
    return this.#arrived;
  }

  #nextArrival(): Moment | undefined {
    const row = this.#arrivals[this.#arrived];
    return row === undefined ? undefined : this.#rows[row]?.submit;
  }

  add(at: Moment, deed: Later<Life>["deed"], life: Life): void {
    this.#later.push({ ms: at.ms, beyond: at.beyond, deed, life });
  }

  /** The next instant at which something is due; undefined when all is over. */
  next(): Moment | undefined {
    const arrival = this.#nextArrival();
    const later = this.#later.peek();
    if (!later || (arrival && isBefore(arrival, later))) return arrival;
    return { ms: later.ms, beyond: later.beyond };
  }

  /** One thing that is due at an instant and known by now; later things before arrivals. */
  #takeOne(at: Moment): Due<Life> | undefined {
    const later = this.#later.peek();
    if (later && compareMoments(later, at) === 0) return this.#later.pop();
    const arrival = this.#nextArrival();
    if (!arrival || compareMoments(arrival, at) !== 0) return undefined;
    const row = this.#arrivals[this.#arrived] as number;
    this.#arrived++;
    return { deed: "submit", row };
  }

  /** Everything that is due at the next instant, as far as it is known by now: one round. */
  take(at: Moment): readonly Due<Life>[] {
    const first = this.#takeOne(at);
    if (!first) return [];
    const second = this.#takeOne(at);
    // Mostly it is one: a list that grows would take room for many.
    if (!second) return [first];
    const due = [first, second];
    for (let next = this.#takeOne(at); next; next = this.#takeOne(at)) due.push(next);
    return due.sort((a, b) => ORDER[a.deed] - ORDER[b.deed]);
  }
}
