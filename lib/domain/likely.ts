/**
 * What waiters may expect if people go on as they did: who asks for eight hours and mostly leaves
 * after two is not expected to stay for eight.
 */
import { type Expectation, forecast, type Pace } from "./forecast";
import { expectedClaim, expectedShare, type Habits } from "./habits";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/** The pace at which people went up to now. */
export function usualPace(habits: Habits): Pace {
  const used = ({ userId, durationHours }: Reservation, time: number): number =>
    expectedShare(habits, userId, durationHours) * time;
  const holds = (waiter: Reservation): number => {
    const time = used(waiter, waiter.durationHours * HOUR);
    if (waiter.autoStart) return Math.round(time);
    const { chance, unclaimed } = expectedClaim(habits, waiter.userId);
    return Math.round(unclaimed + chance * time);
  };
  return {
    holds,
    leavesAt(holder, now) {
      const { notifiedAt, endsAt } = holder;
      if (endsAt === null) return (notifiedAt ?? now) + holds(holder);
      // Of what lies ahead the same share as of the whole: who has stayed long stays longer.
      return Math.round(now + used(holder, Math.max(0, endsAt - now)));
    },
  };
}

/** What each waiter may expect, as `forecast` says it, if people go on as they did. */
export function likely(
  state: GpuState,
  policy: Policy,
  now: Instant,
  habits: Habits,
): Map<number, Expectation> {
  return forecast(state, policy, now, usualPace(habits));
}
