import { type Estimate, estimatesOf } from "@/lib/domain/estimates";
import { outagesFrom } from "@/lib/domain/outages";
import { newcomersOutlook } from "@/lib/domain/outlook";
import { claimBy, extension, giveWayRefusal, obstacleOf, successorOf } from "@/lib/domain/standing";
import type { LiveStatus, Reservation } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import { personOf } from "./describe";
import type { LiveReservation, Offer, Queue } from "./views";

type Live = Reservation & { readonly status: LiveStatus };

const isLive = (reservation: Reservation): reservation is Live =>
  reservation.status === "WAITING" ||
  reservation.status === "NOTIFIED" ||
  reservation.status === "ACTIVE";

function describe(queue: Queue, details: Live): LiveReservation {
  const { gpu, state, people, waiters, longestHours, now } = queue;
  const { id, status } = details;
  const successor = successorOf(state, id, policy(), now);
  const deadline = details.endsAt ?? claimBy(details, policy());
  return {
    id,
    gpu,
    status,
    details,
    expectation: waiters.find(({ reservation }) => reservation.id === id) ?? null,
    obstacle: status === "WAITING" ? obstacleOf(state, details, policy(), now) : null,
    outage: outagesFrom(state, now)[0] ?? null,
    deadline,
    isOver: deadline !== null && deadline <= now,
    successor: successor ? personOf(people, successor) : null,
    giveWayRefusal: giveWayRefusal(state, id, policy(), now),
    extension: extension(state, details, longestHours, now),
  };
}

/** The live reservation with this id in a queue; null when there is none (any more). */
export function liveReservation(queue: Queue, id: number): LiveReservation | null {
  const found = queue.state.reservations.filter(isLive).find((candidate) => candidate.id === id);
  return found ? describe(queue, found) : null;
}

const URGENCY = { NOTIFIED: 0, ACTIVE: 1, WAITING: 2 };

/** The live reservations of a user in these queues: turns first, then uses, then what waits. */
export function liveReservationsOf(queues: readonly Queue[], userId: number): LiveReservation[] {
  return queues
    .flatMap((queue) =>
      queue.state.reservations
        .filter(isLive)
        .filter((candidate) => candidate.userId === userId)
        .map((own) => describe(queue, own)),
    )
    .sort((a, b) => URGENCY[a.status] - URGENCY[b.status]);
}

/** What a GPU has for its viewer: the reservation they have, a place in its queue, or neither. */
export function offerOf(queue: Queue, viewerId: number): Offer {
  const { access, state, longestHours, past, now } = queue;
  const [own] = liveReservationsOf([queue], viewerId);
  if (own) return { kind: "reserved", own };
  if (!access) return { kind: "no-access" };
  if (!access.enabled) return { kind: "access-disabled" };
  if (longestHours < 1) return { kind: "no-hours" };
  const application = { priority: access.priority, durationHours: 1, autoStart: false };
  const { startsAt } = newcomersOutlook(state, application, policy(), now, past);
  return { kind: "reservable", startsAt };
}

/**
 * What the viewer may expect of a GPU for every number of hours, when they start it themselves and
 * when it starts by itself. Nothing without access.
 */
export function estimatesFor(queue: Queue): { byUser: Estimate[]; byItself: Estimate[] } {
  const { access, state, longestHours, past, now } = queue;
  const of = (autoStart: boolean) =>
    access
      ? estimatesOf(
          state,
          { priority: access.priority, autoStart },
          longestHours,
          policy(),
          now,
          past,
        )
      : [];
  const byUser = of(false);
  // Only before maintenance does it matter how long a start may take.
  return { byUser, byItself: state.outages.length > 0 ? of(true) : byUser };
}
