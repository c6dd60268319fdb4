/** Upper bounds, in seconds, of the groups into which waits are counted. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From the reservation to its turn: from at once to a week. */
export const WAIT_SECONDS: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  4 * DAY,
  7 * DAY,
];

/** From the turn until the mail server has taken its mail: seconds, as was promised. */
export const MAIL_SECONDS: readonly number[] = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3_600];

/** The label of the group of a length: its upper bound, which belongs to it. */
export const bucketOf = (seconds: number, bounds: readonly number[]): string =>
  String(bounds.find((bound) => seconds <= bound) ?? "+Inf");

/** The label under which all lengths are added up, in seconds. */
export const SUM = "sum";
