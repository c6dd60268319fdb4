import { sql } from "@/lib/db";
import { type RenderedMail, renderMail } from "@/lib/notifications/render";
import { type ReadEvent, readCalendar } from "../../support/calendar";

/** The mails about a reservation as they would be sent, oldest first. */
export async function lettersAbout(id: number): Promise<(RenderedMail & { kind: string })[]> {
  const rows = await sql(
    `SELECT n.kind, n.payload, u.locale, u.name, u.username, u.email
     FROM notification n JOIN "user" u ON u.id = n.user_id
     WHERE n.reservation_id = $1 ORDER BY n.id`,
    [id],
  );
  return rows.map(({ kind, payload, locale, name, username, email }) => {
    const mail = { kind, payload, reservationId: id, locale, name, username, email };
    return { kind, ...renderMail(mail, { redacted: false, now: Date.now() }) };
  });
}

/** What calendars read in those mails: one event each. */
export async function toldCalendars(
  id: number,
): Promise<(ReadEvent & { kind: string; method: string })[]> {
  return (await lettersAbout(id)).flatMap(({ kind, calendar }) => {
    if (!calendar) return [];
    const { events } = readCalendar(calendar.ics);
    return events.map((event) => ({ ...event, kind, method: calendar.method }));
  });
}
