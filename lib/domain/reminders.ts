import { type Instant, MINUTE, type Policy, type Reservation } from "./words";

/** Names one "ending soon" notice: so many minutes before this very end (an extension has its own). */
export function reminderMark(minutes: number, endsAt: Instant): string {
  return `${minutes}@${new Date(endsAt).toISOString()}`;
}

/**
 * The mark of the "ending soon" notice that is due for a use, or null. None for a mark that was
 * past already at the start; of several that are due at once only the latest.
 */
export function dueReminder(use: Reservation, policy: Policy, now: Instant): string | null {
  const { startsAt, endsAt } = use;
  if (use.status !== "ACTIVE" || startsAt === null || endsAt === null || endsAt <= now) return null;
  const due = policy.endingSoonMinutes.filter((minutes) => {
    const at = endsAt - minutes * MINUTE;
    return at > startsAt && at <= now;
  });
  if (due.length === 0) return null;
  const mark = reminderMark(Math.min(...due), endsAt);
  return use.reminded.includes(mark) ? null : mark;
}
