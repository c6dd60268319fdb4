/**
 * What calendars take from a mail. As a request by the portal, already accepted: Gmail, Outlook
 * and Apple Mail show only those as an event, and correct or remove it by UID when a later mail
 * says so. (What is merely published they show as an attached file, once.)
 */
import { MINUTE } from "@/lib/domain/words";
import { DEFAULT_LOCALE, isLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { mailDomain, smtpAccount } from "@/lib/mail/smtp-account";
import type { CalendarFacts, FactsOf, Notice } from "@/lib/notifications/kinds";
import { icsOf } from "./ics";
import { entryWords } from "./words";

export type MailedCalendar = {
  readonly method: "REQUEST" | "CANCEL";
  readonly ics: string;
  /** The facts in it. */
  readonly facts: CalendarFacts;
};

type Mail = {
  readonly reservationId: number | null;
  readonly locale: string;
  readonly name: string;
  readonly email: string;
};

/** Calendars ring this long before a turn passes on. */
const ALARM_BEFORE_MS = 10 * MINUTE;

const tellsCalendar = (facts: Notice["facts"]): facts is FactsOf<"calendar-updated"> =>
  "calendar" in facts && facts.calendar !== undefined;

/** The calendar that goes with a mail; null where it changes nothing. */
export function mailedCalendar(notice: Notice, mail: Mail): MailedCalendar | null {
  const { facts } = notice;
  if (!tellsCalendar(facts) || mail.reservationId === null) return null;
  const { calendar } = facts;
  const locale = isLocale(mail.locale) ? mail.locale : DEFAULT_LOCALE;
  const at = Date.parse(calendar.at);
  const claimBy = notice.kind === "your-turn" ? Date.parse(notice.facts.claimBy) : null;
  const alarmAt = claimBy === null ? null : claimBy - ALARM_BEFORE_MS;
  const method = calendar.standing === "cancelled" ? "CANCEL" : "REQUEST";
  const words = entryWords(translator(locale, "calendar"), locale, facts, {
    standing: calendar.standing,
    claimBy,
    now: at,
  });
  const entry = {
    ...words,
    reservationId: mail.reservationId,
    standing: calendar.standing,
    startsAt: Date.parse(calendar.startsAt),
    endsAt: Date.parse(calendar.endsAt),
    at,
    sequence: calendar.sequence,
    alarmAt: alarmAt !== null && alarmAt > at ? alarmAt : null,
  };
  const from = { name: "gpusched", email: smtpAccount()?.from ?? `gpusched@${mailDomain()}` };
  const parties = { from, to: { name: mail.name, email: mail.email } };
  return { method, ics: icsOf([entry], { locale, method, parties }), facts: calendar };
}
