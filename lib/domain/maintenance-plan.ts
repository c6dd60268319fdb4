import { type Instant, MINUTE } from "./words";

/** When something is to be out; `from` null means at once, `until` null until it is brought back. */
export type Plan = { readonly from: Instant | null; readonly until: Instant | null };

/** A form shows whole minutes, and takes a while to fill in. */
const LATENESS = 5 * MINUTE;

export type PlanRefusal = {
  readonly field: "from" | "until";
  readonly code: "in-the-past" | "until-before-from";
};

/** From when to when a plan means at `now`, or what is wrong with it. */
export function planned(
  { from, until }: Plan,
  now: Instant,
): { readonly from: Instant; readonly until: Instant | null } | PlanRefusal {
  if (from !== null && from < now - LATENESS) return { field: "from", code: "in-the-past" };
  const begins = Math.max(from ?? now, now);
  if (until !== null && until <= begins) return { field: "until", code: "until-before-from" };
  return { from: begins, until };
}
