import type { Audit } from "@/lib/audit/record";
import type { EventName } from "@/lib/domain/decision";
import type { Instant } from "@/lib/domain/words";
import type { DemoReservation } from "./book";

const ENDING: Readonly<Record<string, EventName>> = {
  COMPLETED: "completed",
  EXPIRED: "turn-passed-on",
  CANCELLED: "cancelled",
};

/** Who is written down: the user, the administrator, or nobody (gpusched itself). */
type Cast = { id: number; gpuId: number; ownerId: number; endedBy: number | null };

/** What the audit log would say of a reservation, had it happened. */
export function auditOf(
  reservation: DemoReservation,
  { id, gpuId, ownerId, endedBy }: Cast,
): Audit[] {
  const { hours, reservedAt, turnAt, startsAt, endsAt, endCause, endReason, status } = reservation;
  const entry = (event: EventName, at: Instant, actorId: number | null, details = {}): Audit => ({
    at: new Date(at),
    actor: actorId === null ? null : { id: actorId, address: null },
    action: `reservation.${event}`,
    subjectType: "reservation",
    subjectId: id,
    details: { gpuId, hours, ...details },
  });
  const audits = [entry("reserved", reservedAt, ownerId, { status: "WAITING" })];
  if (turnAt !== null) {
    const given = reservation.autoStart ? "ACTIVE" : "NOTIFIED";
    audits.push(entry("turn-given", turnAt, null, { status: given }));
  }
  if (startsAt !== null && !reservation.autoStart) {
    audits.push(entry("started", startsAt, ownerId, { status: "ACTIVE" }));
  }
  const ending = ENDING[status];
  if (ending && endsAt !== null) {
    audits.push(entry(ending, endsAt, endedBy, { status, cause: endCause, reason: endReason }));
  }
  return audits;
}
