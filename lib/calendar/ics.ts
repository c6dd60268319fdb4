/** iCalendar (RFC 5545) of reservations. Times are in UTC; never how to connect. */
import ical, {
  ICalAlarmType,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";
import type { CalendarStanding } from "@/lib/domain/calendar";
import type { Instant } from "@/lib/domain/words";
import type { Locale } from "@/lib/i18n/locales";
import { portalUrl } from "@/lib/settings";

/** One reservation as a calendar shows it. */
export type Entry = {
  readonly reservationId: number;
  readonly standing: CalendarStanding;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  /** When it was so. */
  readonly at: Instant;
  readonly sequence: number;
  readonly summary: string;
  readonly description: string;
  readonly alarmAt?: Instant | null;
};

type Person = { readonly name: string; readonly email: string };

type Options = {
  readonly locale: Locale;
  readonly method: "PUBLISH" | "REQUEST" | "CANCEL";
  /** Of a calendar that is subscribed to. */
  readonly name?: string;
  readonly refreshSeconds?: number;
  /** Who tells whom, in a mail: calendars take updates only from the same organizer. */
  readonly parties?: { readonly from: Person; readonly to: Person };
};

const STATUS = {
  tentative: ICalEventStatus.TENTATIVE,
  confirmed: ICalEventStatus.CONFIRMED,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

const BUSY = {
  tentative: ICalEventBusyStatus.TENTATIVE,
  confirmed: ICalEventBusyStatus.BUSY,
  cancelled: ICalEventBusyStatus.FREE,
} as const;

/** What calendars know a reservation by, in mails and in the feed. */
export const uidOf = (reservationId: number): string =>
  `reservation-${reservationId}@${new URL(portalUrl()).hostname}`;

/** In a parameter of a property quotes and controls cannot be escaped. */
const asParameter = (name: string) => name.replace(/["\p{Cc}]+/gu, " ").trim();

/** The whole file. */
export function icsOf(entries: readonly Entry[], options: Options): string {
  const { locale, method, name, refreshSeconds, parties } = options;
  const calendar = ical({
    prodId: { company: "gpusched", product: "gpusched", language: locale.slice(0, 2) },
    method: ICalCalendarMethod[method],
    name: name ?? null,
    ttl: refreshSeconds ?? null,
  });
  for (const entry of entries) {
    calendar.createEvent({
      id: uidOf(entry.reservationId),
      sequence: entry.sequence,
      stamp: new Date(entry.at),
      start: new Date(entry.startsAt),
      end: new Date(entry.endsAt),
      status: STATUS[entry.standing],
      busystatus: BUSY[entry.standing],
      transparency:
        entry.standing === "confirmed"
          ? ICalEventTransparency.OPAQUE
          : ICalEventTransparency.TRANSPARENT,
      summary: entry.summary,
      description: entry.description,
      url: `${portalUrl()}/reservations/${entry.reservationId}`,
      alarms: entry.alarmAt
        ? [
            {
              type: ICalAlarmType.display,
              trigger: new Date(entry.alarmAt),
              description: entry.summary,
            },
          ]
        : [],
      ...(parties && {
        organizer: { name: asParameter(parties.from.name), email: parties.from.email },
        attendees: [
          {
            name: asParameter(parties.to.name),
            email: parties.to.email,
            role: ICalAttendeeRole.REQ,
            // Theirs already: nobody waits for an answer.
            status: ICalAttendeeStatus.ACCEPTED,
            rsvp: false,
          },
        ],
      }),
    });
  }
  return calendar.toString();
}
