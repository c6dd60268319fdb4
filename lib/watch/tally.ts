/**
 * What this process has counted and not written down yet. The worker writes it with each beat, so
 * that whoever asks finds all workers' counts in the database, and a restart takes nothing away.
 */
import { bucketOf, SUM } from "./buckets";

/** A count: what is counted, and of which kind. */
export type Tally = { readonly name: string; readonly label: string; readonly value: number };

/** Counts by name and label; a key that no name has a part of. */
export class Tallies {
  readonly #counts = new Map<string, Tally>();

  add(name: string, label: string, value = 1): void {
    const key = `${name}\n${label}`;
    const before = this.#counts.get(key)?.value ?? 0;
    this.#counts.set(key, { name, label, value: before + value });
  }

  /** Counts a length of time into its group. */
  addLength(name: string, seconds: number, bounds: readonly number[]): void {
    // Clocks of two servers may differ by a moment; nothing takes less than no time.
    const length = Math.max(0, seconds);
    this.add(name, bucketOf(length, bounds));
    this.add(name, SUM, length);
  }

  /** All of them, in one order, in which two who write them never wait in a circle. */
  all(): Tally[] {
    const key = ({ name, label }: Tally) => `${name}\n${label}`;
    return [...this.#counts.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  of(name: string, label: string): number {
    return this.#counts.get(`${name}\n${label}`)?.value ?? 0;
  }
}

let pending = new Tallies();

/** What this process counts. */
export const tallies = (): Tallies => pending;

/** Hands out what was counted, and begins anew. */
export function takeTallies(): readonly Tally[] {
  const taken = pending.all();
  pending = new Tallies();
  return taken;
}

/** Takes back what could not be written down. */
export function giveBack(taken: readonly Tally[]): void {
  for (const { name, label, value } of taken) pending.add(name, label, value);
}
