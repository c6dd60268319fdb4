/** Which times a report may tell. */
import { DAY, HOUR, type Instant, MINUTE } from "@/lib/domain/words";

/** Clocks differ a little, and so far that does not matter. */
const TOLERANCE = 5 * MINUTE;
/** How far an agent that says what time it has may catch up after the portal was away. */
const LONGEST_CATCHING_UP = 7 * DAY;
/** The same for a sender that does not: what is a day old may be from a clock that is a day off. */
const LONGEST_DELAY = 12 * HOUR;

/** When a report was received, and sent by the sender's own clock, if it says so. */
export type Times = { readonly receivedAt: Instant; readonly sentAt: Instant | null };

/** By how much the sender's clock is ahead, in ms; null when that is little or nobody knows. */
export function clockOffset({ receivedAt, sentAt }: Times): number | null {
  if (sentAt === null) return null;
  const offset = sentAt - receivedAt;
  return Math.abs(offset) > TOLERANCE ? offset : null;
}

/** Whether a sample of this moment is taken. */
export function isAcceptable(at: Instant, { receivedAt, sentAt }: Times): boolean {
  if (clockOffset({ receivedAt, sentAt }) !== null) return false;
  const oldest = receivedAt - (sentAt === null ? LONGEST_DELAY : LONGEST_CATCHING_UP);
  return at >= oldest && at <= receivedAt + TOLERANCE;
}
