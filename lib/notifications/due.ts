import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import { GIVE_UP_AFTER_MS } from "./retry";

// The one that waits longest first, so that mails that keep failing do not hide the others; and last
// what only keeps a calendar right, so that a turn's mail overtakes it.
const DUE = `
  SELECT id FROM notification WHERE status = 'PENDING' AND next_attempt_at <= $1
  ORDER BY kind = 'calendar-updated', next_attempt_at, id LIMIT $2`;

/** Ids of at most `limit` mails that ought to be sent now. */
export async function dueMails(limit: number): Promise<number[]> {
  const rows = await sql<{ id: number }>(DUE, [await now(), limit]);
  return rows.map(({ id }) => id);
}

/** How the error of a mail begins that was given up. */
export const TOO_OLD = "too old: not sent within 24 hours";

const GIVE_UP = `
  UPDATE notification
  SET status = 'FAILED', last_error = left(concat_ws('; ', '${TOO_OLD}', last_error), 500)
  WHERE id IN (
    SELECT id FROM notification
    WHERE status = 'PENDING' AND coalesce(requeued_at, created_at) <= $1
    FOR UPDATE SKIP LOCKED)`;

/** Marks mails as failed that could not be sent for so long that nobody needs them any more. */
export async function giveUpOldMails(): Promise<void> {
  await sql(GIVE_UP, [new Date((await now()).getTime() - GIVE_UP_AFTER_MS)]);
}
