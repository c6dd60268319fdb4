/** How long and how often a mail is tried. */
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** A mail that did not leave within this time is of no use any more. */
export const GIVE_UP_AFTER_MS = 24 * HOUR;

/**
 * When to try again a mail that failed `attempts` times (≥ 1): after 2, 4, 8, 16, then every 30 s
 * for an hour from when it was asked for, so that it leaves soon after a server is back; later
 * every 5 min.
 */
export function retryAt({
  askedAt,
  attempts,
  now,
}: {
  askedAt: Date;
  attempts: number;
  now: Date;
}): Date {
  const isYoung = now.getTime() - askedAt.getTime() < HOUR;
  const seconds = isYoung ? Math.min(2 ** attempts, 30) : 300;
  return new Date(now.getTime() + seconds * SECOND);
}
