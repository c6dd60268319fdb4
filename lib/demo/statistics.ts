/** The last week of the demo's cards, as their agents would have reported it. */
import type { Transaction } from "@/lib/db";
import { DAY, type Instant, MINUTE } from "@/lib/domain/words";
import { ensurePartitions } from "@/lib/stats/partitions";
import { rebuildRollups } from "@/lib/stats/rebuild";
import { identifyCards } from "./cards";
import { inventSamples, readNewest } from "./samples";

// Nobody heard of it since the last one who used it.
const FALL_SILENT = `
  DELETE FROM gpu_sample s USING gpu g
  WHERE g.id = s.gpu_id AND g.fault IS NOT NULL
    AND s.at > (SELECT max(end_time) FROM reservation r WHERE r.gpu_id = g.id)`;

/**
 * Invents a sample a minute of every GPU of the portal up to now, and what they add up to: load
 * while somebody held the card, but for some who held it for nothing.
 */
export async function inventWeek(tx: Transaction, now: Instant): Promise<void> {
  const end = Math.floor(now / MINUTE) * MINUTE;
  const start = end - 7 * DAY;
  const days = Array.from({ length: 8 }, (_, n) => (Math.floor(start / DAY) + n) * DAY);
  await ensurePartitions(days);
  await identifyCards(tx, start);
  await inventSamples(tx, { from: start, to: end, seconds: 60 });
  await tx.query(FALL_SILENT);
  for (const day of days) await rebuildRollups(tx, day);
  await readNewest(tx, start);
}
