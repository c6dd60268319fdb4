/** What people do to a reservation. Each answers with what follows, or with why not now. */
import { claimDeadline } from "./claim-window";
import { accept, decisionOf, type EventName, refuse, type Verdict } from "./decision";
import { extensionFits } from "./limits";
import { outageWithin } from "./outages";
import { someoneElseWaits, whoseTurn } from "./queue";
import {
  type EndCause,
  type GpuState,
  HOUR,
  type Instant,
  type Policy,
  type Reservation,
} from "./words";

/** Finds a live reservation; one that is not there any more has ended. */
function withLive(
  state: GpuState,
  id: number,
  decide: (reservation: Reservation) => Verdict,
): Verdict {
  const reservation = state.reservations.find((candidate) => candidate.id === id);
  return reservation ? decide(reservation) : refuse("already-ended");
}

const changed = (state: GpuState, event: EventName, after: Reservation): Verdict =>
  accept(decisionOf(state, [{ event, after }]));

/** The user presses Start: possible before the claim deadline. */
export function start(state: GpuState, id: number, policy: Policy, now: Instant): Verdict {
  return withLive(state, id, (reservation) => {
    if (reservation.status === "ACTIVE") return refuse("already-started");
    if (reservation.status !== "NOTIFIED" || reservation.notifiedAt === null) {
      return refuse("not-your-turn");
    }
    if (now >= claimDeadline(reservation.notifiedAt, policy)) return refuse("claim-window-over");
    const endsAt = now + reservation.durationHours * HOUR;
    return changed(state, "started", { ...reservation, status: "ACTIVE", startsAt: now, endsAt });
  });
}

/** Who ends a reservation: its own user, or an administrator. */
export type By = "owner" | "administrator";

/** Gives up a reservation that has not started: cancels a waiting one, declines a turn. */
export function cancel(
  state: GpuState,
  id: number,
  by: By,
  endReason: string | null,
  now: Instant,
): Verdict {
  return withLive(state, id, (reservation) => {
    if (reservation.status === "ACTIVE") return refuse("not-waiting");
    const own: EndCause = reservation.status === "NOTIFIED" ? "DECLINED" : "CANCELLED";
    return changed(state, "cancelled", {
      ...reservation,
      status: "CANCELLED",
      endsAt: now,
      endCause: by === "owner" ? own : "CANCELLED_BY_ADMIN",
      endReason,
    });
  });
}

/**
 * Lets the next one go first: back to the old place, passed over for one turn, once ever. There
 * must be a next one, of whom it is known already that they can go once the GPU gives turns.
 */
export function giveWay(state: GpuState, id: number, policy: Policy, now: Instant): Verdict {
  return withLive(state, id, (reservation) => {
    if (reservation.status !== "NOTIFIED") return refuse("not-your-turn");
    if (reservation.gaveWay) return refuse("gave-way-already");
    const others = state.reservations.filter((other) => other.id !== id);
    const given = { ...state, enabled: true, healthy: true, reservations: others };
    if (!whoseTurn(given, policy, now)) return refuse("nobody-waits");
    return changed(state, "gave-way", {
      ...reservation,
      status: "WAITING",
      notifiedAt: null,
      gaveWay: true,
      passedOver: true,
    });
  });
}

/** Ends a use now, released early or ended by an administrator; the time goes to the next user. */
export function release(
  state: GpuState,
  id: number,
  by: By,
  endReason: string | null,
  now: Instant,
): Verdict {
  return withLive(state, id, (reservation) => {
    if (reservation.status !== "ACTIVE") return refuse("not-active");
    return changed(state, "completed", {
      ...reservation,
      status: "COMPLETED",
      endsAt: now,
      endCause: by === "owner" ? "RELEASED" : "ENDED_BY_ADMIN",
      endReason,
    });
  });
}

/**
 * Adds whole hours to a use, while nobody eligible waits, the longest reservation allows it, and
 * no maintenance comes before the new end. The use of somebody whose account or access is disabled runs to its end and no further.
 */
export function extend(
  state: GpuState,
  id: number,
  hours: number,
  longestHours: number,
  now: Instant,
): Verdict {
  return withLive(state, id, (reservation) => {
    const { endsAt } = reservation;
    if (reservation.status !== "ACTIVE" || endsAt === null) return refuse("not-active");
    if (!reservation.eligible) return refuse("access-disabled");
    if (someoneElseWaits(state, reservation.userId)) return refuse("somebody-waits");
    if (!extensionFits(endsAt, hours, now, longestHours)) return refuse("extension-too-long");
    if (outageWithin(state, endsAt, endsAt + hours * HOUR)) return refuse("maintenance-ahead");
    return changed(state, "extended", {
      ...reservation,
      durationHours: reservation.durationHours + hours,
      endsAt: endsAt + hours * HOUR,
    });
  });
}

/** Moves a waiting reservation before all others of its queue, whatever their priority. */
export function moveToFront(state: GpuState, id: number, now: Instant): Verdict {
  return withLive(state, id, (reservation) => {
    if (reservation.status !== "WAITING") return refuse("not-waiting");
    return changed(state, "moved-to-front", {
      ...reservation,
      movedToFrontAt: now,
      passedOver: false,
    });
  });
}
