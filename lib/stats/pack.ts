/** Packs past days, of which charts then read a row rather than each rollup. */
import { now } from "@/lib/clock";
import { sql, transaction } from "@/lib/db";
import { DAY, type Instant } from "@/lib/domain/words";
import { settings } from "@/lib/settings";
import { daysFrom, pointsOf, startOfDay } from "./days";

const NOT_PACKED = `
  FROM gpu g CROSS JOIN ${daysFrom("$1", "$2")} AS past
  WHERE NOT EXISTS (SELECT FROM gpu_day d WHERE d.gpu_id = g.id AND d.day = past)`;

// Of a GPU that told nothing as well, so that nobody looks for its rollups each time.
const PACK = `
  INSERT INTO gpu_day (gpu_id, day, points)
  SELECT g.id, past, coalesce(${pointsOf("g.id", "past")}, '') ${NOT_PACKED}`;

async function packDay(day: Instant): Promise<void> {
  await transaction(async (tx) => {
    // Reports wait behind this: rather than hold them up for long, it is tried again in an hour.
    await tx.query("SET LOCAL lock_timeout = '3s'");
    // Whoever adds samples has this table's lock until they are committed. So the statement below
    // sees all of them, and whoever adds later sees what it has packed, and takes it away.
    await tx.query("LOCK TABLE gpu_rollup IN SHARE ROW EXCLUSIVE MODE");
    await tx.query(PACK, [new Date(day), new Date(day + DAY)]);
  });
}

/** Packs what is not packed of the whole past days that charts show, a transaction for each day. */
export async function packDays(): Promise<void> {
  const today = startOfDay((await now()).getTime());
  const first = today - settings().MAX_DISPLAY_DAYS * DAY;
  const days = await sql<{ past: Date }>(`SELECT DISTINCT past ${NOT_PACKED} ORDER BY 1`, [
    new Date(first),
    new Date(today),
  ]);
  for (const { past } of days) await packDay(past.getTime());
}
