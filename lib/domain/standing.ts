/** What people are told about a GPU and about their reservation of it; nothing here decides. */
import { extend, giveWay } from "./actions";
import { claimDeadline } from "./claim-window";
import type { DomainRefusal } from "./decision";
import { forecast } from "./forecast";
import { mostExtensionHours } from "./limits";
import { holderOf, whoseTurn } from "./queue";
import type { GpuState, Instant, Policy, Reservation } from "./words";

/** The five states of a GPU. What keeps it from giving turns is said before who holds it. */
export type GpuCondition = "free" | "held" | "turn" | "fault" | "disabled";

/** Which of the five states a GPU is in. */
export function conditionOf(state: GpuState): GpuCondition {
  if (!state.enabled) return "disabled";
  if (!state.healthy) return "fault";
  const holder = holderOf(state);
  if (!holder) return "free";
  return holder.status === "ACTIVE" ? "held" : "turn";
}

/** Why a waiting reservation gets no turn at present, whoever is before it; null when it may. */
export type Obstacle = "disabled" | "fault" | "not-eligible";

export function obstacleOf(state: GpuState, reservation: Reservation): Obstacle | null {
  if (!reservation.eligible) return "not-eligible";
  if (!state.enabled) return "disabled";
  return state.healthy ? null : "fault";
}

/** When a person who would reserve at this moment may expect to start; null while nobody can say. */
export function newcomersExpectation(
  state: GpuState,
  priority: number,
  now: Instant,
): Instant | null {
  const newcomer: Reservation = {
    id: Number.MAX_SAFE_INTEGER,
    userId: 0,
    status: "WAITING",
    durationHours: 1,
    autoStart: false,
    priority,
    eligible: true,
    reservedAt: now,
    notifiedAt: null,
    startsAt: null,
    endsAt: null,
    turn: 0,
    gaveWay: false,
    passedOver: false,
    reminded: [],
    endCause: null,
    endReason: null,
  };
  const joined = { ...state, reservations: [...state.reservations, newcomer] };
  return forecast(joined, now).get(newcomer.id)?.startsAt ?? null;
}

/** Who gets the GPU's turn as soon as this reservation leaves it; undefined for nobody. */
export function successorOf(state: GpuState, id: number): Reservation | undefined {
  const others = state.reservations.filter((other) => other.id !== id);
  return whoseTurn({ ...state, reservations: others });
}

/** When the turn passes on unless it is claimed; null for what has no turn. */
export function claimBy(reservation: Reservation, policy: Policy): Instant | null {
  const { status, notifiedAt } = reservation;
  return status === "NOTIFIED" && notifiedAt !== null ? claimDeadline(notifiedAt, policy) : null;
}

/** Why the turn cannot be left to the next one; null when it can. */
export function giveWayRefusal(state: GpuState, id: number): DomainRefusal | null {
  const verdict = giveWay(state, id);
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
  return { mostHours: mostExtensionHours(use.endsAt ?? now, now, longestHours) };
}
