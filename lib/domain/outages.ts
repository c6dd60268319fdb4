/** Maintenance: no turn reaches into it, and what is in use when it begins ends there. */
import { claimDeadline } from "./claim-window";
import {
  type GpuState,
  HOUR,
  type Instant,
  type Outage,
  type Policy,
  type Reservation,
} from "./words";

const endOf = ({ until }: Outage): Instant => until ?? Number.POSITIVE_INFINITY;

/** The first outage that overlaps [from, to), or undefined. */
export function outageWithin(
  { outages }: Pick<GpuState, "outages">,
  from: Instant,
  to: Instant,
): Outage | undefined {
  if (outages.length === 0) return undefined;
  return outages
    .filter((outage) => outage.from < to && from < endOf(outage))
    .sort((a, b) => a.from - b.from)[0];
}

/** The outage in which the GPU is at an instant, or undefined. */
export function outageAt(state: Pick<GpuState, "outages">, at: Instant): Outage | undefined {
  return outageWithin(state, at, at + 1);
}

/**
 * Those of `waiting` whose turn, given at `at`, stays clear of every outage, even if it is claimed
 * at the last moment and all of its time is used.
 */
export function fitting<Wish extends Pick<Reservation, "autoStart" | "durationHours">>(
  state: Pick<GpuState, "outages">,
  waiting: readonly Wish[],
  policy: Policy,
  at: Instant,
): readonly Wish[] {
  if (state.outages.length === 0) return waiting;
  const deadline = claimDeadline(at, policy);
  return waiting.filter(({ autoStart, durationHours }) => {
    const latestStart = autoStart ? at : deadline;
    return !outageWithin(state, at, latestStart + durationHours * HOUR);
  });
}

/** The outages that are not over at an instant, the next one first. */
export function outagesFrom({ outages }: Pick<GpuState, "outages">, at: Instant): Outage[] {
  return outages
    .filter((outage) => endOf(outage) > at && endOf(outage) > outage.from)
    .sort((a, b) => a.from - b.from);
}
