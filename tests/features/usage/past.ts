/** Uses, turns and readings of the past, as the examples about usage need them. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { MINUTE } from "@/lib/domain/words";
import { usageReport } from "@/lib/usage/queries";
import { usageFiltersSchema } from "@/lib/usage/schema";

type Turn = { status: string; reservedAt: Instant; turnAt: Instant; from?: Instant; to: Instant };

const CAUSES: Readonly<Record<string, string>> = {
  COMPLETED: "TIME_UP",
  EXPIRED: "CLAIM_WINDOW_OVER",
};

/** A reservation whose turn came. `to` is its end, planned where it is ACTIVE. */
export const turned = (
  { id }: Actor,
  gpu: number,
  { status, reservedAt, turnAt, from, to }: Turn,
) =>
  sql(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, end_cause, turn)
     VALUES ($1, $2, 48, $3::reservation_status, $4, $5, $6, $7, $8, 1)`,
    [
      id,
      gpu,
      status,
      new Date(reservedAt),
      new Date(turnAt),
      from === undefined ? null : new Date(from),
      new Date(to),
      CAUSES[status] ?? null,
    ],
  );

/** A past use that began with its turn, ten minutes after it was reserved. */
export const used = (who: Actor, gpu: number, from: Instant, to: Instant, status = "COMPLETED") =>
  turned(who, gpu, { status, reservedAt: from - 10 * MINUTE, turnAt: from, from, to });

/** Half an hour of a GPU of which it computed in some of ten samples. */
export const reported = (gpu: number, start: Instant, busy: number) =>
  sql(
    `INSERT INTO gpu_rollup (gpu_id, start, samples, busy, temperature_gpu_n, temperature_gpu_sum,
       utilization_gpu_n, utilization_gpu_sum, utilization_memory_n, utilization_memory_sum,
       memory_used_n, memory_used_sum)
     VALUES ($1, $2, 10, $3, 0, 0, 0, 0, 0, 0, 0, 0)`,
    [gpu, new Date(start), busy],
  );

/** What the page shows to somebody whose browser is in Taipei. */
export const usage = (viewer: Actor, query: Record<string, string> = {}) =>
  usageReport(viewer, usageFiltersSchema.parse(query), "Asia/Taipei");
