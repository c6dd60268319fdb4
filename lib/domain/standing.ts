/** What people are told about a GPU and about their reservation of it; nothing here decides. */
import { extend, giveWay } from "./actions";
import { claimDeadline } from "./claim-window";
import type { DomainRefusal } from "./decision";
import { mostExtensionHours } from "./limits";
import { fitting, outageAt, outageWithin } from "./outages";
import { holderOf, whoseTurn } from "./queue";
import { type GpuState, HOUR, type Instant, type Policy, type Reservation } from "./words";

/** The states of a GPU. What keeps it from giving turns is said before who holds it. */
export type GpuCondition = "free" | "held" | "turn" | "fault" | "maintenance" | "disabled";

/** Which state a GPU is in. */
export function conditionOf(state: GpuState, now: Instant): GpuCondition {
  if (!state.enabled) return "disabled";
  if (outageAt(state, now)) return "maintenance";
  if (!state.healthy) return "fault";
  const holder = holderOf(state);
  if (!holder) return "free";
  return holder.status === "ACTIVE" ? "held" : "turn";
}

/** Why a waiting reservation gets no turn at present, whoever is before it; null when it may. */
export type Obstacle =
  | "disabled"
  | "fault"
  | "maintenance"
  /** All of its time does not fit before the next outage. */
  | "maintenance-ahead"
  | "not-eligible";

export function obstacleOf(
  state: GpuState,
  reservation: Reservation,
  policy: Policy,
  now: Instant,
): Obstacle | null {
  if (!reservation.eligible) return "not-eligible";
  if (!state.enabled) return "disabled";
  if (outageAt(state, now)) return "maintenance";
  if (!state.healthy) return "fault";
  return fitting(state, [reservation], policy, now).length === 0 ? "maintenance-ahead" : null;
}

/** Who gets the GPU's turn if this reservation leaves it now; undefined for nobody. */
export function successorOf(
  state: GpuState,
  id: number,
  policy: Policy,
  now: Instant,
): Reservation | undefined {
  const others = state.reservations.filter((other) => other.id !== id);
  return whoseTurn({ ...state, reservations: others }, policy, now);
}

/** When the turn passes on unless it is claimed; null for what has no turn. */
export function claimBy(reservation: Reservation, policy: Policy): Instant | null {
  const { status, notifiedAt } = reservation;
  return status === "NOTIFIED" && notifiedAt !== null ? claimDeadline(notifiedAt, policy) : null;
}

/** Why the turn cannot be left to the next one; null when it can. */
export function giveWayRefusal(
  state: GpuState,
  id: number,
  policy: Policy,
  now: Instant,
): DomainRefusal | null {
  const verdict = giveWay(state, id, policy, now);
  return verdict.ok ? null : verdict.refusal;
}

/** By how many whole hours a use may be extended at most; or why not at all. */
export function extension(
  state: GpuState,
  use: Reservation,
  longestHours: number,
  now: Instant,
): { readonly mostHours: number } | { readonly refusal: DomainRefusal } {
  const verdict = extend(state, use.id, 1, longestHours, now);
  if (!verdict.ok) return { refusal: verdict.refusal };
  const endsAt = use.endsAt ?? now;
  const outage = outageWithin(state, endsAt, Number.POSITIVE_INFINITY);
  const untilOutage = outage ? Math.floor((outage.from - endsAt) / HOUR) : longestHours;
  return { mostHours: Math.min(mostExtensionHours(endsAt, now, longestHours), untilOutage) };
}
