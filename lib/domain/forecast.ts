import { fitting, outageAt, outageWithin } from "./outages";
import { holderOf, nextOf, queueOf } from "./queue";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/** What a waiter may expect. */
export type Expectation = {
  /** 1 for the next in line. */
  readonly place: number;
  /** Null while nobody can say: the GPU gives no turns, or the reservation is not eligible. */
  readonly startsAt: Instant | null;
};

/** How long people hold a GPU, by what is assumed of them. */
export type Pace = {
  /** When its holder leaves it. */
  readonly leavesAt: (holder: Reservation, now: Instant) => Instant;
  /** How long one who waits will hold it from their turn on, in ms. */
  readonly holds: (waiter: Reservation) => number;
  /** When a turn comes that would come at an instant if nobody joined the queue meanwhile. */
  readonly comesAt: (waiter: Reservation, at: Instant, now: Instant) => Instant;
};

/** Everyone starts at the turn and uses all of the time: nobody can take longer. */
export const WHOLE_TIME: Pace = {
  leavesAt: ({ endsAt, durationHours }, now) => endsAt ?? now + durationHours * HOUR,
  holds: ({ durationHours }) => durationHours * HOUR,
  comesAt: (_waiter, at) => at,
};

/** When the outage is over that is next, or in which the GPU is; null for none or nobody knows. */
const outageOver = (state: GpuState, at: Instant): Instant | null =>
  outageWithin(state, at, Number.POSITIVE_INFINITY)?.until ?? null;

/** Whose turn is next, and when, if the GPU is free from `from` on; undefined while none can say. */
function nextTurn(
  state: GpuState,
  queue: readonly Reservation[],
  policy: Policy,
  from: Instant,
): { readonly next: Reservation; readonly at: Instant } | undefined {
  for (let at: Instant | null = from; at !== null; at = outageOver(state, at)) {
    const next = outageAt(state, at) ? undefined : nextOf(fitting(state, queue, policy, at));
    if (next) return { next, at };
  }
  return undefined;
}

/**
 * Plays the queue forward at a pace: unless another is given, as if everyone starts at the turn
 * and uses all of the time. Whatever the pace, nobody goes before now, before who is ahead, or
 * where a whole turn would reach into an outage.
 * Returns what each waiter may expect, by reservation id, in the order in which they would start.
 */
export function forecast(
  state: GpuState,
  policy: Policy,
  now: Instant,
  pace: Pace = WHOLE_TIME,
): Map<number, Expectation> {
  const expectations = new Map<number, Expectation>();
  const givesTurns = state.enabled && state.healthy;
  let queue = queueOf(state);
  const holder = holderOf(state);
  const freeAt = holder ? Math.max(now, pace.leavesAt(holder, now)) : now;
  let clock: Instant | null = givesTurns ? freeAt : null;
  let latest = now;
  for (let waits = nextOf(queue); waits; waits = nextOf(queue)) {
    const turn = clock === null ? undefined : nextTurn(state, queue, policy, clock);
    const next = turn?.next ?? waits;
    const { id } = next;
    const at = turn && Math.max(latest, pace.comesAt(next, turn.at, now));
    const late = at === turn?.at ? turn : at && nextTurn(state, [next], policy, at);
    const startsAt = late ? late.at : null;
    latest = Math.max(latest, startsAt ?? now);
    expectations.set(id, { place: expectations.size + 1, startsAt });
    clock = turn ? turn.at + Math.max(0, pace.holds(next)) : null;
    queue = queue
      .filter((waiting) => waiting.id !== id)
      .map((waiting) => (waiting.passedOver ? { ...waiting, passedOver: false } : waiting));
  }
  for (const { id } of queue) {
    expectations.set(id, { place: expectations.size + 1, startsAt: null });
  }
  return expectations;
}
