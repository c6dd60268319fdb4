/** What a maintenance is about, locked: its GPUs decide nothing until the transaction ends. */
import { nowIn } from "@/lib/clock";
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { lockWholeGpu, type WholeGpu } from "@/lib/reservations/engine/lock";
import type { Subject } from "./schema";

// The server first: two plans for it are made one after the other, also where it has no GPU. New
// GPUs need not wait for it, and whoever locks a GPU refers to its server at most.
const LOCK_SERVER = "SELECT name FROM server WHERE id = $1 FOR NO KEY UPDATE";
const GPUS = {
  gpu: "SELECT id FROM gpu WHERE id = $1",
  server: "SELECT id FROM gpu WHERE server_id = $1 ORDER BY id",
};

export type LockedSubject = { readonly gpus: readonly WholeGpu[]; readonly now: Instant };

/** Locks the GPUs of a subject in the order of their ids. @throws Refusal "not-found" */
export async function lockSubject(tx: Transaction, { of, id }: Subject): Promise<LockedSubject> {
  if (of === "server" && (await tx.query(LOCK_SERVER, [id])).rowCount === 0) {
    throw new Refusal("not-found");
  }
  const { rows } = await tx.query<{ id: number }>(GPUS[of], [id]);
  const gpus: WholeGpu[] = [];
  for (const row of rows) {
    const gpu = await lockWholeGpu(tx, row.id);
    if (gpu) gpus.push(gpu);
  }
  if (of === "gpu" && gpus.length === 0) throw new Refusal("not-found");
  const now = (await nowIn(tx)).getTime();
  // One instant decides on all of them.
  return { gpus: gpus.map((gpu) => ({ ...gpu, now })), now };
}
