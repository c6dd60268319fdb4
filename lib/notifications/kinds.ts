/**
 * Every kind of mail, and the facts that stand in the outbox: what was true at the moment that
 * caused it. The text is made from them when it is sent or shown. Instants are ISO 8601 in UTC.
 */
import { z } from "zod";
import { INCIDENT_KINDS } from "@/lib/domain/health";
import type { EndCause } from "@/lib/domain/words";

const instant = z.iso.datetime();
const reason = z.string().nullable();
const nothing = z.record(z.string(), z.never());
const link = z.object({ linkId: z.uuid() });

/** What the recipient's calendar is to hold from now on. */
const calendar = z.object({
  standing: z.enum(["tentative", "confirmed", "cancelled"]),
  startsAt: instant,
  endsAt: instant,
  /** When it became so; the SEQUENCE belongs to it. */
  at: instant,
  sequence: z.int().min(0),
  /** What happened, as the core calls it. */
  because: z.string(),
});

const aboutReservation = z.object({
  gpuId: z.int(),
  model: z.string(),
  /** The server's name and the card's number on it: "gpu01-2". */
  gpuName: z.string(),
  durationHours: z.number(),
  /** Absent where the calendar does not change, is not wanted, or the mail is an old one. */
  calendar: calendar.optional(),
});

/** A mail's word to a calendar. */
export type CalendarFacts = z.output<typeof calendar>;

const endCause = z.enum([
  "TIME_UP",
  "RELEASED",
  "ENDED_BY_ADMIN",
  "MAINTENANCE",
  "CLAIM_WINDOW_OVER",
  "CANCELLED",
  "DECLINED",
  "CANCELLED_BY_ADMIN",
]) satisfies z.ZodType<EndCause>;

const kind = <Name extends string, Facts extends z.ZodType>(name: Name, facts: Facts) =>
  z.object({ kind: z.literal(name), facts });

/** What the outbox may hold. */
export const noticeSchema = z.discriminatedUnion("kind", [
  kind("your-turn", aboutReservation.extend({ claimBy: instant })),
  kind("started", aboutReservation.extend({ endsAt: instant })),
  kind("turn-passed-on", aboutReservation.extend({ claimBy: instant })),
  kind("ending-soon", aboutReservation.extend({ endsAt: instant })),
  kind("ended", aboutReservation.extend({ endedAt: instant, cause: endCause, reason })),
  kind("cancelled-by-admin", aboutReservation.extend({ reason })),
  // Where nothing else is told by mail: so that a calendar that took an entry is not left wrong.
  kind("calendar-updated", aboutReservation.extend({ calendar })),
  kind("reserved-for-you", aboutReservation.extend({ autoStart: z.boolean() })),
  kind(
    "reassigned",
    aboutReservation.extend({
      from: z.object({ model: z.string(), gpuName: z.string() }),
      reason,
    }),
  ),
  kind(
    "maintenance",
    aboutReservation.extend({
      from: instant,
      /** Null: until it is brought back. */
      until: instant.nullable(),
      reason: z.string(),
      /** What it means for the reservation. A use that is shortened ends at `from`. */
      effect: z.enum(["shortened", "restored", "withdrawn", "uses", "has-turn", "waits"]),
      /** When the use ends that is not shortened. */
      endsAt: instant.optional(),
      /** It was told otherwise before. */
      isChange: z.boolean(),
    }),
  ),
  kind(
    "maintenance-over",
    aboutReservation.extend({
      from: instant,
      /** It never began. */
      isCalledOff: z.boolean(),
      /** When the use ends now that it is not cut short. */
      endsAt: instant.optional(),
    }),
  ),
  kind("account-approved", nothing),
  kind("account-disabled", nothing),
  kind(
    "registration-received",
    z.object({
      accountId: z.int(),
      username: z.string(),
      name: z.string(),
      lab: z.string(),
    }),
  ),
  kind(
    "incident",
    z.object({
      incident: z.enum(INCIDENT_KINDS),
      /** A fault's word, a temperature in °C. */
      detail: z.string(),
      serverId: z.int(),
      server: z.string(),
      /** Null: it is about the whole server. */
      gpu: z.object({ id: z.int(), model: z.string(), gpuName: z.string() }).nullable(),
      beganAt: instant,
    }),
  ),
  kind("verify-email", link),
  kind("reset-password", link),
]);

/** A mail to be sent, as it stands in the outbox. */
export type Notice = z.output<typeof noticeSchema>;

export type NoticeKind = Notice["kind"];

/** What is known of a mail of this kind. */
export type FactsOf<Kind extends NoticeKind> = Extract<Notice, { kind: Kind }>["facts"];

export const NOTICE_KINDS: readonly NoticeKind[] = noticeSchema.options.map(
  ({ shape }) => shape.kind.value,
);
