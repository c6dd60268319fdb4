/** What the audit log says of turns, counted. The log alone has all of them, whoever gave them. */
import { WAIT_SECONDS } from "./buckets";
import { Tallies } from "./tally";

/** A line of the audit log about a reservation. */
export type Event = {
  readonly action: string;
  /** Seconds from the reservation to this event. */
  readonly since_reserved: number | null;
};

/** Which actions are counted, and under which name. */
const COUNTED: Readonly<Record<string, string>> = {
  "reservation.reserved": "reserved",
  "reservation.turn-given": "turn",
  "reservation.started": "started",
  "reservation.turn-passed-on": "passed-on",
  "reservation.completed": "completed",
  "reservation.cancelled": "cancelled",
};

/**
 * SQL: the counted events of reservations after `from`, and not after `until`. Each looks its
 * reservation up; PostgreSQL, which cannot know how few they are, would read the whole history.
 */
export const eventsBetween = (from: string, until: string): string => `
  SELECT l.action, extract(epoch FROM l.at - (
      SELECT r.reservation_time FROM reservation r WHERE r.id = l.subject_id))::float8 AS since_reserved
  FROM audit_log l
  WHERE l.at > ${from} AND l.at <= ${until} AND l.subject_type = 'reservation'
    AND l.action IN (${Object.keys(COUNTED)
      .map((action) => `'${action}'`)
      .join(", ")})`;

/** Counts events, and how long those waited who got their turn. */
export function countEvents(events: readonly Event[], into = new Tallies()): Tallies {
  for (const { action, since_reserved } of events) {
    const label = COUNTED[action];
    if (!label) continue;
    into.add("reservation", label);
    if (label === "turn" && since_reserved !== null)
      into.addLength("turn-wait", since_reserved, WAIT_SECONDS);
  }
  return into;
}
