import type { EventName } from "@/lib/domain/decision";

const RESERVATION_EVENTS = {
  reserved: true,
  "turn-given": true,
  "turn-withdrawn": true,
  "turn-passed-on": true,
  "gave-way": true,
  started: true,
  "ending-soon": true,
  extended: true,
  shortened: true,
  restored: true,
  "moved-to-front": true,
  reassigned: true,
  completed: true,
  cancelled: true,
} satisfies Record<EventName, true>;

/** What commands other than the reservation engine write into the audit log. */
const COMMANDS = [
  "account.registered",
  "account.administrator-created",
  "account.approved",
  "account.enabled",
  "account.disabled",
  "account.edited",
  "account.email-verified",
  "account.password-changed",
  "account.password-reset",
  "account.reset-requested",
  "account.reset-link-made",
  "account.calendar-made",
  "account.calendar-revoked",
  "account.imported",
  "gpu.created",
  "gpu.edited",
  "gpu.enabled",
  "gpu.disabled",
  "gpu.deleted",
  "gpu.card-replaced",
  "gpu.maintenance-planned",
  "gpu.maintenance-changed",
  "gpu.maintenance-over",
  "gpu.maintenance-called-off",
  "gpu.imported",
  "server.created",
  "server.renamed",
  "server.deleted",
  "server.token-made",
  "server.token-revoked",
  "server.maintenance-planned",
  "server.maintenance-changed",
  "server.maintenance-over",
  "server.maintenance-called-off",
  "server.statistics-imported",
  "access.granted",
  "access.changed",
  "access.removed",
  "access.default-changed",
  "access.imported",
  "reservation.imported",
  "notification.sent-again",
  "announcement.published",
  "announcement.taken-back",
] as const;

/** What things the audit log is about. */
export const AUDIT_SUBJECTS = [
  "account",
  "gpu",
  "server",
  "access",
  "reservation",
  "notification",
  "announcement",
] as const;
export type AuditSubject = (typeof AUDIT_SUBJECTS)[number];

/** Everything the audit log speaks of; each has a sentence in `messages/<locale>/adminAudit.json`. */
export type AuditAction = (typeof COMMANDS)[number] | `reservation.${EventName}`;

const ALL = new Set<string>([
  ...COMMANDS,
  ...Object.keys(RESERVATION_EVENTS).map((event) => `reservation.${event}`),
]);

/** Whether this version of gpusched has a sentence for an action found in the log. */
export function isAuditAction(text: string): text is AuditAction {
  return ALL.has(text);
}
