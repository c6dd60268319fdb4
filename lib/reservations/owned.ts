import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { mayAct, maySeeGpu } from "@/lib/domain/permissions";
import type { ReservationStatus } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";

/** A reservation on which somebody may act. */
export type Owned = {
  user_id: number;
  gpu_id: number;
  time_multiplier: number;
  max_hours: number;
  status: ReservationStatus;
  has_access: boolean;
};

/**
 * A reservation on which the actor may act. Anybody else's is simply not found, and so is their own
 * on a GPU that is not visible to them any more.
 */
export async function findOwned(actor: Actor, id: number): Promise<Owned> {
  const [row] = await sql<Owned>(
    `SELECT r.user_id, r.gpu_id, r.status, u.time_multiplier, g.max_hours,
       a.user_id IS NOT NULL AS has_access
     FROM reservation r JOIN "user" u ON u.id = r.user_id JOIN gpu g ON g.id = r.gpu_id
     LEFT JOIN user_gpu_access a ON a.user_id = r.user_id AND a.gpu_id = r.gpu_id
     WHERE r.id = $1`,
    [id],
  );
  if (!row || !mayAct(actor, { userId: row.user_id }) || !maySeeGpu(actor, row.has_access)) {
    throw new Refusal("not-found");
  }
  return row;
}
