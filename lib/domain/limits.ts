import { HOUR, type Instant } from "./words";

/** The longest reservation of a user on a GPU, in whole hours: floor(max hours × multiplier). */
export function longestReservationHours(maxHours: number, timeMultiplier: number): number {
  // 100 × 0.29 is 28.999999999999996 in floating point: round that away before taking the floor.
  return Math.floor(Number((maxHours * timeMultiplier).toFixed(6)));
}

/**
 * Why somebody may not reserve a GPU: they have a live reservation of it, or `most` over all GPUs.
 * Null when they may.
 */
export function liveRefusal(
  live: { readonly onGpu: boolean; readonly overall: number },
  most: number,
): "already-reserved" | "too-many-live" | null {
  if (live.onGpu) return "already-reserved";
  return live.overall >= most ? "too-many-live" : null;
}

/** Whether, extended by `hours`, no more than the longest reservation lies ahead of the holder. */
export function extensionFits(
  endsAt: Instant,
  hours: number,
  now: Instant,
  longestHours: number,
): boolean {
  return endsAt + hours * HOUR - now <= longestHours * HOUR;
}

/** The most whole hours by which a use that ends at `endsAt` may be extended now; 0 for none. */
export function mostExtensionHours(endsAt: Instant, now: Instant, longestHours: number): number {
  return Math.max(0, Math.floor(longestHours - (endsAt - now) / HOUR));
}
