import { decisionTime } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";

const LOCK = `
  SELECT clock_timestamp() AS now FROM agent WHERE server_id = $1 FOR NO KEY UPDATE`;

/**
 * Locks a server's agent until the transaction ends: one at a time stores its reports or judges it,
 * and whoever does locks this before any of its GPUs. Returns the time at which the transaction
 * decides, or null when there is no agent (any more).
 */
export async function lockAgent(tx: Transaction, serverId: number): Promise<Instant | null> {
  const [row] = (await tx.query<{ now: Date }>(LOCK, [serverId])).rows;
  return row ? decisionTime(row.now).getTime() : null;
}
