/** What will happen when, and what of it is due at one instant, sorted by the order of a round. */
import TinyQueue from "tinyqueue";
import { compareMoments, isBefore, type Moment } from "./moment";
import type { Row } from "./workload";

/** What becomes due for a reservation that was made. "end" is whatever ends its hold. */
export type Deed = "end" | "cancel" | "start";

type Entry<Life> = { readonly at: Moment; readonly deed: Deed; readonly life: Life };

/** What is due in a round. */
export type Due<Life> = { readonly [Each in Deed]: Life[] } & {
  /** Numbers of rows, in the order of the file. */
  readonly submissions: number[];
};

export class Agenda<Life> {
  readonly #rows: readonly Row[];
  readonly #arrivals: readonly number[];
  readonly #entries = new TinyQueue<Entry<Life>>([], (a, b) => compareMoments(a.at, b.at));
  #arrived = 0;

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
    // A stable sort: the order of the file where instants are equal.
    this.#arrivals = [...rows.keys()].sort((a, b) =>
      compareMoments(this.#submit(a), this.#submit(b)),
    );
  }

  /** How many rows were submitted. */
  get arrived(): number {
    return this.#arrived;
  }

  #submit(row: number): Moment {
    const { submit } = this.#rows[row] as Row;
    return submit;
  }

  #nextArrival(): Moment | undefined {
    const row = this.#arrivals[this.#arrived];
    return row === undefined ? undefined : this.#submit(row);
  }

  add(at: Moment, deed: Deed, life: Life): void {
    this.#entries.push({ at, deed, life });
  }

  /** The next instant at which something is due; undefined when all is over. */
  next(): Moment | undefined {
    const [arrival, entry] = [this.#nextArrival(), this.#entries.peek()];
    if (!arrival || !entry) return arrival ?? entry?.at;
    return isBefore(arrival, entry.at) ? arrival : entry.at;
  }

  /** Everything that is due at the next instant, by as much as is known of it by now. */
  take(at: Moment): Due<Life> {
    const due: Due<Life> = { end: [], cancel: [], start: [], submissions: [] };
    let entry = this.#entries.peek();
    while (entry && compareMoments(entry.at, at) === 0) {
      due[entry.deed].push(entry.life);
      this.#entries.pop();
      entry = this.#entries.peek();
    }
    let arrival = this.#nextArrival();
    while (arrival && compareMoments(arrival, at) === 0) {
      due.submissions.push(this.#arrivals[this.#arrived] as number);
      this.#arrived++;
      arrival = this.#nextArrival();
    }
    return due;
  }
}
