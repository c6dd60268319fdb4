import { sql } from "@/lib/db";
import { log } from "@/lib/log";
import { settleGpu } from "@/lib/reservations/engine/decide";

/**
 * Lets every queue in which an account stands decide anew, after its status has changed and is
 * committed. Never fails, since the change stands: what is not done here the worker does a moment
 * later.
 */
export async function settleReservationsOf(accountId: number): Promise<void> {
  const gpus = await sql<{ id: number }>(
    `SELECT gpu_id AS id FROM reservation
     WHERE user_id = $1 AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE')`,
    [accountId],
  ).catch((error: unknown) => {
    log.error({ error, accountId }, "no queue was settled after an account changed");
    return [];
  });
  for (const { id } of gpus) {
    await settleGpu(id).catch((error: unknown) => {
      log.error({ error, gpuId: id }, "a queue was not settled after an account changed");
    });
  }
}
