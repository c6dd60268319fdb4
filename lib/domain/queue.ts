import { fitting, outageAt } from "./outages";
import { isHolder } from "./reservation";
import type { GpuState, Instant, Policy, Reservation } from "./words";

/**
 * The one order of a queue: what was moved to the front, the latest first; then priority, then
 * reservation time, then id.
 */
export function byPlace(a: Reservation, b: Reservation): number {
  return (
    (b.movedToFrontAt ?? 0) - (a.movedToFrontAt ?? 0) ||
    a.priority - b.priority ||
    a.reservedAt - b.reservedAt ||
    a.id - b.id
  );
}

/** The WAITING reservations of a GPU, first in line first. */
export function queueOf(state: GpuState): Reservation[] {
  return state.reservations.filter(({ status }) => status === "WAITING").sort(byPlace);
}

/** The reservation that holds the GPU, if any. */
export function holderOf(state: GpuState): Reservation | undefined {
  return state.reservations.find(isHolder);
}

/** Whether somebody other than `userId` waits who could take a turn. */
export function someoneElseWaits(state: GpuState, userId: number): boolean {
  return state.reservations.some(
    (other) => other.status === "WAITING" && other.eligible && other.userId !== userId,
  );
}

/**
 * Who goes next from a queue in order: the first eligible one that was not just passed over. One
 * that gave way still goes when nobody else can, so that the GPU never idles while somebody waits.
 */
export function nextOf(queue: readonly Reservation[]): Reservation | undefined {
  return (
    queue.find((waiting) => waiting.eligible && !waiting.passedOver) ??
    queue.find((waiting) => waiting.eligible)
  );
}

/**
 * Whose turn it is at `now`: nobody's while the GPU is held, disabled, faulty or out. One that
 * would reach into the next outage is skipped: a shorter one may go meanwhile, and delays nobody.
 */
export function whoseTurn(state: GpuState, policy: Policy, now: Instant): Reservation | undefined {
  if (!state.enabled || !state.healthy || holderOf(state) || outageAt(state, now)) return undefined;
  return nextOf(fitting(state, queueOf(state), policy, now));
}
