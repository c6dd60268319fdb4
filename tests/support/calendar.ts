/** Calendars as programs read them. */
import ICAL from "ical.js";

/** One event, with what a person or a program sees of it. Times are epoch ms. */
export type ReadEvent = {
  uid: string;
  sequence: number;
  status: string;
  summary: string;
  description: string;
  startsAt: number;
  endsAt: number;
  url: string;
  component: ICAL.Component;
};

/** What stands in an .ics file; fails where that is none. */
export function readCalendar(text: string): { calendar: ICAL.Component; events: ReadEvent[] } {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: String(component.getFirstPropertyValue("status")),
      summary: event.summary,
      description: event.description,
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
      url: String(component.getFirstPropertyValue("url")),
      component,
    };
  });
  return { calendar, events };
}
