/**
 * Exact time in the eyes of the core, which reckons in numbers of milliseconds. All that it does
 * with them is to add whole milliseconds, to compare, and to look at clocks, which change their
 * minds at whole milliseconds only. So of what lies between two milliseconds nothing but the order
 * matters to it: a half stands for wherever somebody's own time lies, and what is not quite there,
 * or a little beyond, for a quarter and three.
 */
import type { Instant, Reservation } from "../domain/words";
import type { Moment } from "./moment";

/** A moment as the core is told it. */
export const told = ({ ms, beyond }: Moment): Instant => (beyond === 0n ? ms : ms + 0.5);

/** What the core reckoned from a moment that it was told, exactly. */
export function meant(instant: Instant, from: Moment): Moment {
  const ms = Math.floor(instant);
  return { ms, beyond: ms === instant ? 0n : from.beyond };
}

const moved = (instant: Instant | null, by: number): Instant | null =>
  instant === null || Number.isInteger(instant) ? instant : instant + by;

/**
 * A reservation whose instants were reckoned from `since`, to be compared with `now`: where both
 * lie between milliseconds, in the order in which they do.
 */
export function seenAt(reservation: Reservation, since: Moment, now: Moment): Reservation {
  if (since.beyond === 0n || now.beyond === 0n || since.beyond === now.beyond) return reservation;
  const by = since.beyond < now.beyond ? -0.25 : 0.25;
  return {
    ...reservation,
    notifiedAt: moved(reservation.notifiedAt, by),
    startsAt: moved(reservation.startsAt, by),
    endsAt: moved(reservation.endsAt, by),
  };
}
