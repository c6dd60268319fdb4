/**
 * Exact time. A decimal of minutes or hours may end anywhere between two milliseconds, and
 * instants that are equal must be equal, not nearly.
 */

/**
 * An instant since the Unix epoch, or a span: whole milliseconds and the attoseconds (10⁻¹⁸ s)
 * beyond them, 0 ≤ attos < 10¹⁵. Both are safe integers.
 */
export type Moment = { readonly ms: number; readonly attos: number };

/** Attoseconds in a millisecond. */
export const ATTOS = 1e15;

/** As far from the epoch as is reckoned, in ms (35 thousand years): quarters of it are exact, too. */
export const FARTHEST_MS = 2 ** 50;

export const NO_TIME: Moment = { ms: 0, attos: 0 };

/** Before 0, the same 0, after more than 0: the order for `sort`. */
export const compareMoments = (a: Moment, b: Moment): number => a.ms - b.ms || a.attos - b.attos;

export const isBefore = (a: Moment, b: Moment): boolean =>
  a.ms < b.ms || (a.ms === b.ms && a.attos < b.attos);

/** @throws RangeError beyond what can be reckoned exactly */
export function plus(moment: Moment, span: Moment): Moment {
  const attos = moment.attos + span.attos;
  const carried = attos >= ATTOS;
  const sum = { ms: moment.ms + span.ms + Number(carried), attos: carried ? attos - ATTOS : attos };
  if (sum.ms > 2 * FARTHEST_MS) throw new RangeError("the workload goes on for 35,000 years");
  return sum;
}
