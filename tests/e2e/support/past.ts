/** The past of a GPU: who held it, and what it did. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import { sample, store } from "../../support/samples";

/** Used by somebody else in the last hours, idle at the end of that; silent in the hours before. */
const USE = { from: 10 * HOUR, length: 8 * HOUR, busy: 5 * HOUR };
const GAP = { from: 30 * HOUR, to: 20 * HOUR };

/** Gives a GPU of 24 GiB two days of samples, and a use by somebody. */
export async function givePast(gpu: number, other: Actor): Promise<void> {
  const now = Date.now();
  // With a step of the charts: what a card did in a part of a step nobody can tell.
  const start = Math.floor((now - USE.from) / (30 * MINUTE)) * 30 * MINUTE;
  await sql(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, end_cause, turn)
     VALUES ($1, $2, 8, 'COMPLETED', $3, $3, $3, $4, 'TIME_UP', 1)`,
    [other.id, gpu, new Date(start), new Date(start + USE.length)],
  );
  await sql(
    "INSERT INTO gpu_identity (gpu_id, since, memory_total) VALUES ($1, '-infinity', 24576)",
    [gpu],
  );
  const samples = [];
  for (let before = 2 * DAY; before >= 0; before -= 5 * MINUTE) {
    if (before < GAP.from && before > GAP.to) continue;
    const at = now - before;
    const isBusy = at >= start && at < start + USE.busy;
    const busy = { load: 80, temperature: 71, memoryLoad: 40, memoryUsed: 18 * 1_024 };
    const idle = { load: 0, temperature: 38, memoryLoad: 0, memoryUsed: 512 };
    samples.push(sample(gpu, at, isBusy ? busy : idle));
  }
  await store(samples);
}
