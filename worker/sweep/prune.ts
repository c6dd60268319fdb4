import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import { DAY, HOUR } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { dropDaysBefore } from "@/lib/stats/partitions";

/**
 * Deletes what nobody needs any more: old links, old samples, days that charts no longer show, what
 * agents told a week ago, workers that are gone.
 */
export async function prune(): Promise<void> {
  const at = (await now()).getTime();
  const weekAgo = new Date(at - 7 * DAY);
  await sql("DELETE FROM link WHERE expires_at < $1", [weekAgo]);
  await sql("DELETE FROM report_problem WHERE at < $1", [weekAgo]);
  await sql("DELETE FROM found_gpu WHERE last_seen_at < $1", [weekAgo]);
  // Workers that were killed, and could not say that they are gone.
  await sql("DELETE FROM worker WHERE beat_at < $1", [new Date(at - HOUR)]);
  const shown = (settings().MAX_DISPLAY_DAYS + 1) * DAY;
  await sql("DELETE FROM gpu_day WHERE day < $1", [new Date(at - shown)]);
  await dropDaysBefore(at - settings().STATS_RETENTION_DAYS * DAY);
}
