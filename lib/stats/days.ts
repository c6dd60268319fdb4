/**
 * Days of gpu_rollup, in SQL. Past ones stand in gpu_day once more, for charts: derived and
 * optional. Whoever reads looks up the rollups of a day that is not packed, and whoever changes a
 * rollup takes its day away in the same transaction.
 */
import type { Transaction } from "@/lib/db";
import { DAY, type Instant } from "@/lib/domain/words";
import { startOf } from "./rollup";

/** The instant at which the day (UTC) of `at` begins. */
export const startOfDay = (at: Instant): Instant => Math.floor(at / DAY) * DAY;

// 24 hours, since a day of the session's time zone may have more or fewer.
/** The days that begin at `first` and every 24 hours later, before `until`. */
export const daysFrom = (first: string, until: string) =>
  `generate_series(${first}::timestamptz, ${until}::timestamptz - interval '1 ms', '24 hours')`;

/** The points of a GPU's day, as gpu_day holds them; null when there are none. */
export const pointsOf = (gpuId: string, day: string) => `(
  SELECT encode(string_agg(r.point, ''), 'base64') FROM gpu_rollup r
  WHERE r.gpu_id = ${gpuId} AND r.start >= ${day} AND r.start < ${day} + interval '24 hours')`;

/** A part of a statement that takes away the days of the rollups that its part `changed` returns. */
export const takeAwayDaysOf = (changed: string) => `
  DELETE FROM gpu_day d USING ${changed} c
  WHERE d.gpu_id = c.gpu_id AND d.day = ${startOf("c.start", `${DAY / 1_000}`)}`;

/** Takes a day of all GPUs away, whose rollups `tx` changes. */
export async function takeDayAway(tx: Transaction, day: Instant): Promise<void> {
  await tx.query("DELETE FROM gpu_day WHERE day = $1", [new Date(day)]);
}
