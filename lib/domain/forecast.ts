import { holderOf, nextOf, queueOf } from "./queue";
import { type GpuState, HOUR, type Instant, type Reservation } from "./words";

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

/**
 * Plays the queue forward, as if everyone starts at the turn and uses all of the time.
 * Returns what each waiter may expect, by reservation id, in the order in which they would start.
 */
export function forecast(state: GpuState, now: Instant): Map<number, Expectation> {
  const expectations = new Map<number, Expectation>();
  const givesTurns = state.enabled && state.healthy;
  let queue = queueOf(state);
  let clock = freeAt(holderOf(state), now);
  for (let next = nextOf(queue); next; next = nextOf(queue)) {
    const { id, durationHours } = next;
    expectations.set(id, {
      place: expectations.size + 1,
      startsAt: givesTurns ? clock : null,
    });
    clock += durationHours * HOUR;
    queue = queue
      .filter((waiting) => waiting.id !== id)
      .map((waiting) => (waiting.passedOver ? { ...waiting, passedOver: false } : waiting));
  }
  for (const { id } of queue) {
    expectations.set(id, { place: expectations.size + 1, startsAt: null });
  }
  return expectations;
}
