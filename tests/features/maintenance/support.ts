/** Words for examples about maintenance. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { HOUR, type Instant } from "@/lib/domain/words";
import { takeOut } from "@/lib/maintenance/commands";
import { NOON } from "../../support/core";

/** So many hours after noon. */
export const hour = (hours: number): Instant => NOON + hours * HOUR;

/** Takes a GPU out from so many hours after noon on. */
export const outFrom = (
  admin: Actor,
  gpu: number,
  from: number | null,
  until: number | null = null,
) =>
  takeOut(admin, {
    of: "gpu",
    id: gpu,
    from: from === null ? null : hour(from),
    until: until === null ? null : hour(until),
    reason: "fan",
  });

/** What is told about a reservation, oldest first: the kind, and what matters of the facts. */
export async function toldOf(id: number): Promise<string[]> {
  const rows = await sql(
    `SELECT kind, payload FROM notification WHERE reservation_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ kind, payload }) => {
    const { effect, isChange, isCalledOff, cause, reason } = payload;
    const parts = [kind, effect, isChange && "changed", isCalledOff && "called-off", cause];
    return [...parts, kind === "ended" && reason].filter(Boolean).join(" ");
  });
}

/** The server of a GPU. */
export async function serverOf(gpu: number): Promise<number> {
  const [row] = await sql("SELECT server_id FROM gpu WHERE id = $1", [gpu]);
  return row?.server_id ?? 0;
}
