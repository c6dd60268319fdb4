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

/** When the GPU is free again if its holder uses all of the time. */
function freeAt(holder: Reservation | undefined, now: Instant): Instant {
  if (!holder) return now;
  const endsAt = holder.endsAt ?? now + holder.durationHours * HOUR;
  return Math.max(now, endsAt);
}

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
 * Plays the queue forward, as if everyone starts at the turn and uses all of the time.
 * Returns what each waiter may expect, by reservation id, in the order in which they would start.
 */
export function forecast(state: GpuState, policy: Policy, now: Instant): Map<number, Expectation> {
  const expectations = new Map<number, Expectation>();
  const givesTurns = state.enabled && state.healthy;
  let queue = queueOf(state);
  let clock: Instant | null = givesTurns ? freeAt(holderOf(state), now) : null;
  for (let waits = nextOf(queue); waits; waits = nextOf(queue)) {
    const turn = clock === null ? undefined : nextTurn(state, queue, policy, clock);
    const { id, durationHours } = turn?.next ?? waits;
    const startsAt = turn?.at ?? null;
    expectations.set(id, { place: expectations.size + 1, startsAt });
    clock = startsAt === null ? null : startsAt + durationHours * HOUR;
    queue = queue
      .filter((waiting) => waiting.id !== id)
      .map((waiting) => (waiting.passedOver ? { ...waiting, passedOver: false } : waiting));
  }
  for (const { id } of queue) {
    expectations.set(id, { place: expectations.size + 1, startsAt: null });
  }
  return expectations;
}
