/**
 * What waiters are told: when they will likely start, going by the turns that the GPU had before,
 * and beside it what the rules promise them if nobody leaves early.
 */
import { type Expectation, forecast } from "./forecast";
import { likely } from "./likely";
import { NO_PAST, type Past } from "./past";
import { newReservation } from "./reservation";
import { type GpuState, type Instant, MINUTE, type Policy, type Reservation } from "./words";

/** A place and a likely start; null while nobody can say. */
export type Outlook = Expectation & {
  /** The start if everybody before them starts at the turn and uses all of their time. */
  readonly fullUseAt: Instant | null;
};

/** A likely start is said to the quarter of an hour: it is not known better. */
const QUARTER = 15 * MINUTE;

/** Rounded up, so that it is never before what the play came to; what the rules say stays exact. */
function sayable(at: Instant, fullUseAt: Instant | null, now: Instant): Instant {
  if (at === fullUseAt) return at;
  const rounded = Math.ceil(Math.max(at, now + 1) / QUARTER) * QUARTER;
  return fullUseAt !== null && at < fullUseAt ? Math.min(rounded, fullUseAt) : rounded;
}

/**
 * What each waiter is told, by reservation id, in the order in which they would likely start: never
 * before now, never before who is ahead, and at once only where nobody is.
 */
export function outlookOf(
  state: GpuState,
  policy: Policy,
  now: Instant,
  past: Past,
): Map<number, Outlook> {
  const fullUse = forecast(state, policy, now);
  const told = new Map<number, Outlook>();
  let latest = now;
  const { habits, crowd } = past;
  const usual = past === NO_PAST ? fullUse : likely(state, policy, now, habits, crowd);
  for (const [id, { place, startsAt }] of usual) {
    const fullUseAt = fullUse.get(id)?.startsAt ?? null;
    const at = startsAt ?? fullUseAt;
    const said = at === null ? null : Math.max(latest, sayable(at, fullUseAt, now));
    told.set(id, { place, startsAt: said, fullUseAt });
    latest = said ?? latest;
  }
  return told;
}

/** A reservation that somebody may make. */
export type Application = Pick<Reservation, "priority" | "durationHours" | "autoStart">;

/** What a person is told who would reserve at this moment. */
export function newcomersOutlook(
  state: GpuState,
  application: Application,
  policy: Policy,
  now: Instant,
  past: Past,
): Outlook {
  const id = Number.MAX_SAFE_INTEGER;
  const newcomer = newReservation({ id, userId: 0, reservedAt: now, ...application });
  const joined = { ...state, reservations: [...state.reservations, newcomer] };
  const told = outlookOf(joined, policy, now, past).get(newcomer.id);
  if (!told) throw new Error("the forecast leaves nobody out");
  return told;
}
