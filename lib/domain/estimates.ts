import { type Application, newcomersOutlook, type Outlook } from "./outlook";
import type { Past } from "./past";
import type { GpuState, Instant, Policy } from "./words";

/** What a newcomer may expect who asks for so many hours, or for more up to the next estimate. */
export type Estimate = Outlook & { readonly fromHours: number };

const isSame = (a: Outlook, b: Outlook): boolean =>
  a.place === b.place && a.startsAt === b.startsAt && a.fullUseAt === b.fullUseAt;

/**
 * What a newcomer may expect for every number of hours up to their longest, in as few estimates as
 * say it: the first is from one hour on, and each holds up to the next.
 *
 * Hours matter only because of maintenance. The queue goes on the same way until the newcomer is
 * the next one whose hours fit, and fewer hours fit wherever more do: so nobody starts later by
 * asking for less, and what two numbers of hours have in common holds for all between them.
 */
export function estimatesOf(
  state: GpuState,
  applicant: Omit<Application, "durationHours">,
  longestHours: number,
  policy: Policy,
  now: Instant,
  past: Past,
): Estimate[] {
  const estimate = (durationHours: number): Estimate => ({
    ...newcomersOutlook(state, { ...applicant, durationHours }, policy, now, past),
    fromHours: durationHours,
  });
  /** Where the expectation changes, above `low` and up to `high`. */
  const changes = (low: Estimate, high: Estimate): Estimate[] => {
    if (isSame(low, high)) return [];
    if (high.fromHours - low.fromHours === 1) return [high];
    const middle = estimate(Math.floor((low.fromHours + high.fromHours) / 2));
    return [...changes(low, middle), ...changes(middle, high)];
  };
  if (longestHours < 1) return [];
  const shortest = estimate(1);
  if (state.outages.length === 0) return [shortest];
  return [shortest, ...changes(shortest, estimate(longestHours))];
}
