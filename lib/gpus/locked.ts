import { Refusal } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { type ManagedGpu, SELECT_GPUS } from "./queries";

/**
 * Locks a GPU until the transaction ends: against decisions, and against new reservations and
 * accesses, since they refer to it.
 * @throws Refusal "not-found"
 */
export async function lockedGpu(tx: Prisma.TransactionClient, id: number): Promise<ManagedGpu> {
  // A statement of its own: the next one sees what whoever held the lock before has committed.
  await tx.$queryRaw`SELECT id FROM gpu WHERE id = ${id} FOR UPDATE`;
  const [gpu] = await tx.$queryRaw<ManagedGpu[]>`${Prisma.raw(SELECT_GPUS)} WHERE g.id = ${id}`;
  if (!gpu) throw new Refusal("not-found");
  return gpu;
}
