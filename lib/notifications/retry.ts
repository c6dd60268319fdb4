/** How long and how often a mail is tried. */
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** A mail that did not leave within this time is of no use any more. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

/**
 * When to try again a mail that failed `attempts` times (≥ 1): after 2, 4, 8, 16, then every 20 s, so
 * that it leaves within a minute of a server's return, however long that was away. Every 5 min only
 * where the server has refused this very mail for good (5xx) for an hour since it was asked for:
 * nobody is told so often that they do not exist.
 */
export function retryAt({
  askedAt,
  attempts,
  now,
  isRefusedForGood,
}: {
  askedAt: Date;
  attempts: number;
  now: Date;
  isRefusedForGood: boolean;
}): Date {
  const isHopeless = isRefusedForGood && now.getTime() - askedAt.getTime() >= HOUR;
  const seconds = isHopeless ? 300 : Math.min(2 ** attempts, 20);
  return new Date(now.getTime() + seconds * SECOND);
}
