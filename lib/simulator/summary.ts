/** What a workload came to, for people. */
import { HOUR } from "../domain/words";
import type { Outcome, Row } from "./workload";

/** How long people waited for their turn, in hours, over all turns. Null without any. */
export type Waits = {
  readonly turns: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
};

export type Summary = {
  readonly statuses: Readonly<Record<Outcome["status"], number>>;
  /** By priority, the first one first. */
  readonly waits: readonly (Waits & { readonly priority: number })[];
  readonly allWaits: Waits | null;
  /** GPU hours in use, from the start to the end. */
  readonly usedHours: number;
  /** GPU hours in which a turn was not claimed yet, or never. */
  readonly unclaimedHours: number;
  /** As much of `unclaimedHours` as somebody else waited for that GPU meanwhile. */
  readonly idleWhileWaitingHours: number;
  /** Hours in which somebody waited for a GPU, summed over the GPUs. */
  readonly waitedForHours: number;
};

type Stretch = { readonly from: number; to: number };

/** The nearest rank: the least value that so many hundredths do not exceed. */
const percentile = (sorted: Float64Array, hundredths: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * hundredths) / 100) - 1)] ?? Number.NaN;

function waitsOf(hours: readonly number[]): Waits {
  const sorted = new Float64Array(hours).sort();
  return {
    turns: sorted.length,
    mean: sorted.reduce((sum, each) => sum + each, 0) / sorted.length,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    max: percentile(sorted, 100),
  };
}

const lengthOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + to - from, 0);

/** When at least one of some stretches lasts. */
class Union {
  readonly #parts: Stretch[] = [];

  /** Those that come in the order of their beginnings are joined at once: mostly few remain. */
  add(from: number, to: number): void {
    const last = this.#parts.at(-1);
    if (!last || from < last.from || from > last.to) this.#parts.push({ from, to });
    else if (to > last.to) last.to = to;
  }

  /** In order and without overlaps. */
  whole(): readonly Stretch[] {
    const ordered = new Union();
    for (const { from, to } of this.#parts.toSorted((a, b) => a.from - b.from))
      ordered.add(from, to);
    return ordered.#parts;
  }
}

/** How long two series last at once; each in order and without overlaps. */
function commonTime(some: readonly Stretch[], others: readonly Stretch[]): number {
  let [sum, at] = [0, 0];
  for (const { from, to } of some) {
    while ((others[at]?.to ?? Number.POSITIVE_INFINITY) <= from) at++;
    for (let each = at; each < others.length; each++) {
      const other = others[each] as Stretch;
      if (other.from >= to) break;
      sum += Math.min(to, other.to) - Math.max(from, other.from);
    }
  }
  return sum;
}

/** What happened on one GPU. */
type Book = { readonly waiting: Union; readonly unclaimed: Union; used: number };

const newBook = (): Book => ({ waiting: new Union(), unclaimed: new Union(), used: 0 });

/** Everything that is summed up, gathered in one pass: what was played does not fit in a cache. */
class Ledger {
  readonly statuses = { COMPLETED: 0, EXPIRED: 0, CANCELLED: 0, REJECTED: 0 };
  /** Hours waited, by priority. */
  readonly waits = new Map<number, number[]>();
  readonly books = new Map<string, Book>();

  add({ priority, submit, gpu }: Row, { status, notified, started, ended }: Outcome): void {
    this.statuses[status]++;
    if (!ended) return;
    const book = remembered(this.books, gpu, newBook);
    const from = submit.ms;
    const to = (notified ?? ended).ms;
    book.waiting.add(from, to);
    if (!notified) return;
    remembered(this.waits, priority, () => []).push((to - from) / HOUR);
    book.unclaimed.add(to, (started ?? ended).ms);
    if (started) book.used += ended.ms - started.ms;
  }
}

function remembered<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known) return known;
  const value = make();
  map.set(key, value);
  return value;
}

/** Sums up what became of a workload. */
export function summaryOf(rows: readonly Row[], outcomes: readonly Outcome[]): Summary {
  const ledger = new Ledger();
  for (let at = 0; at < rows.length; at++) ledger.add(rows[at] as Row, outcomes[at] as Outcome);
  let [used, unclaimed, idle, waited] = [0, 0, 0, 0];
  for (const book of ledger.books.values()) {
    const waiting = book.waiting.whole();
    const turns = book.unclaimed.whole();
    used += book.used;
    unclaimed += lengthOf(turns);
    idle += commonTime(turns, waiting);
    waited += lengthOf(waiting);
  }
  const all = [...ledger.waits.values()].flat();
  return {
    statuses: ledger.statuses,
    waits: [...ledger.waits]
      .sort(([a], [b]) => a - b)
      .map(([priority, hours]) => ({ priority, ...waitsOf(hours) })),
    allWaits: all.length > 0 ? waitsOf(all) : null,
    usedHours: used / HOUR,
    unclaimedHours: unclaimed / HOUR,
    idleWhileWaitingHours: idle / HOUR,
    waitedForHours: waited / HOUR,
  };
}
