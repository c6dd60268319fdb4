/**
 * Exact time. A decimal of minutes or hours may end anywhere between two milliseconds, and
 * instants that are equal must be equal, not nearly.
 */

/**
 * An instant since the Unix epoch, or a span: whole milliseconds, and what is beyond them in
 * 10⁻³⁰ ms, from 0 to less than one of them. A number of 17 digits, as programs write them, is
 * exact in it down to 10⁻¹⁷ of an hour.
 */
export type Moment = { readonly ms: number; readonly beyond: bigint };

/** How many decimals of a millisecond are kept. */
export const DECIMALS = 30;
/** `beyond`, if it came to a whole millisecond. */
export const WHOLE = 10n ** BigInt(DECIMALS);

/** As far from the epoch as is reckoned, in ms (35 thousand years): quarters of it are exact, too. */
export const FARTHEST_MS = 2 ** 50;

const compare = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? -1 : 1);

/** Before 0, the same 0, after more than 0: the order for `sort`. */
export const compareMoments = (a: Moment, b: Moment): number =>
  a.ms - b.ms || compare(a.beyond, b.beyond);

export const isBefore = (a: Moment, b: Moment): boolean => compareMoments(a, b) < 0;

/** @throws RangeError beyond what can be reckoned exactly */
export function plus(moment: Moment, span: Moment): Moment {
  // Most spans are whole milliseconds, and large numbers are slow.
  const beyond = span.beyond === 0n ? moment.beyond : moment.beyond + span.beyond;
  const carried = beyond >= WHOLE;
  const ms = moment.ms + span.ms + Number(carried);
  if (ms > 2 * FARTHEST_MS) throw new RangeError("the workload goes on for 35,000 years");
  return { ms, beyond: carried ? beyond - WHOLE : beyond };
}
