import { now } from "@/lib/clock";
import { sql } from "@/lib/db";

const DAY_MS = 24 * 3_600_000;

/** Deletes mailed links that ended a week ago. */
export async function pruneLinks(): Promise<void> {
  const weekAgo = new Date((await now()).getTime() - 7 * DAY_MS);
  await sql("DELETE FROM link WHERE expires_at < $1", [weekAgo]);
}
