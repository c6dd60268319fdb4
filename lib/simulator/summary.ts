/** What a workload came to, for people. */
import { HOUR } from "../domain/words";
import type { Moment } from "./moment";
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

type Stretch = { readonly from: number; readonly to: number };

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

/** When at least one of them lasts, in order. */
function union(stretches: readonly Stretch[]): Stretch[] {
  const united: Stretch[] = [];
  for (const next of stretches.toSorted((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (!last || next.from > last.to) united.push(next);
    else if (next.to > last.to) united[united.length - 1] = { from: last.from, to: next.to };
  }
  return united;
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
type Book = { waiting: Stretch[]; unclaimed: Stretch[]; used: number };

function booksOf(rows: readonly Row[], outcomes: readonly Outcome[]): Book[] {
  const books = new Map<string, Book>();
  for (const [index, { status, notified, started, ended }] of outcomes.entries()) {
    const { gpu, submit } = rows[index] as Row;
    if (status === "REJECTED" || !ended) continue;
    const book = books.get(gpu) ?? { waiting: [], unclaimed: [], used: 0 };
    books.set(gpu, book);
    book.waiting.push({ from: submit.ms, to: (notified ?? ended).ms });
    if (notified) book.unclaimed.push({ from: notified.ms, to: (started ?? ended).ms });
    if (started) book.used += ended.ms - started.ms;
  }
  return [...books.values()];
}

/** Sums up what became of a workload. */
export function summaryOf(rows: readonly Row[], outcomes: readonly Outcome[]): Summary {
  const statuses = { COMPLETED: 0, EXPIRED: 0, CANCELLED: 0, REJECTED: 0 };
  const byPriority = new Map<number, number[]>();
  const between = (from: Moment, to: Moment) => (to.ms - from.ms) / HOUR;
  for (const [index, { status, notified }] of outcomes.entries()) {
    statuses[status]++;
    const { priority, submit } = rows[index] as Row;
    if (!notified) continue;
    const waits = byPriority.get(priority) ?? [];
    byPriority.set(priority, waits);
    waits.push(between(submit, notified));
  }
  let [used, unclaimed, idle, waited] = [0, 0, 0, 0];
  for (const book of booksOf(rows, outcomes)) {
    const waiting = union(book.waiting);
    const turns = union(book.unclaimed);
    used += book.used;
    unclaimed += lengthOf(turns);
    idle += commonTime(turns, waiting);
    waited += lengthOf(waiting);
  }
  const all = [...byPriority.values()].flat();
  return {
    statuses,
    waits: [...byPriority]
      .sort(([a], [b]) => a - b)
      .map(([priority, hours]) => ({ priority, ...waitsOf(hours) })),
    allWaits: all.length > 0 ? waitsOf(all) : null,
    usedHours: used / HOUR,
    unclaimedHours: unclaimed / HOUR,
    idleWhileWaitingHours: idle / HOUR,
    waitedForHours: waited / HOUR,
  };
}
