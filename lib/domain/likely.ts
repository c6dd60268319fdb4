/**
 * What waiters may expect if people go on as they did: who asks for eight hours and mostly leaves
 * after two is not expected to stay for eight.
 */
import { type Expectation, forecast, type Pace } from "./forecast";
import { expectedClaim, expectedShare, type Habits } from "./habits";
import type { Crowd } from "./past";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/**
 * Of the time that higher priorities held, so much is expected of people yet to come. They come in
 * bursts, and much of one stands in the queue already; with all of it, a replayed trace was told
 * worse than by no such guess at all (docs/simulator.md).
 */
const YET_TO_COME = 1 / 2;

/** How many times as long a wait takes, since newcomers of higher priorities go first. */
function stretchOf({ priority, movedToFrontAt }: Reservation, crowd: Crowd): number {
  if (movedToFrontAt !== null) return 1;
  let taken = 0;
  for (const [other, share] of crowd) if (other < priority) taken += share;
  return 1 / (1 - YET_TO_COME * Math.min(1, taken));
}

/** The pace at which people went up to now. */
export function usualPace(habits: Habits, crowd: Crowd): Pace {
  const used = ({ userId, durationHours }: Reservation, time: number): number =>
    expectedShare(habits, userId, durationHours) * time;
  /** How long a turn is held of which `passed` went by unclaimed. */
  const held = (turn: Reservation, passed: number): number => {
    const time = used(turn, turn.durationHours * HOUR);
    if (turn.autoStart) return Math.round(time);
    const { chance, unclaimed } = expectedClaim(habits, turn.userId);
    return Math.round(Math.max(passed, unclaimed) + chance * time);
  };
  return {
    holds: (waiter) => held(waiter, 0),
    comesAt: (waiter, at, now) => Math.round(now + stretchOf(waiter, crowd) * (at - now)),
    leavesAt(holder, now) {
      const { notifiedAt, endsAt } = holder;
      if (endsAt === null) return (notifiedAt ?? now) + held(holder, now - (notifiedAt ?? now));
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
  crowd: Crowd,
): Map<number, Expectation> {
  return forecast(state, policy, now, usualPace(habits, crowd));
}
