import { Refusal } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { type ManagedGpu, SELECT_GPUS } from "./queries";

const STRENGTH = {
  /** Against decisions, reservations and accesses, which lock it as well. */
  change: Prisma.sql`FOR NO KEY UPDATE`,
  /** Against whatever refers to it, too: a report that is just stored waits, or is waited for. */
  delete: Prisma.sql`FOR UPDATE`,
};

/** Locks a GPU until the transaction ends. @throws Refusal "not-found" */
export async function lockedGpu(
  tx: Prisma.TransactionClient,
  id: number,
  purpose: keyof typeof STRENGTH,
): Promise<ManagedGpu> {
  // A statement of its own: the next one sees what whoever held the lock before has committed.
  await tx.$queryRaw`SELECT id FROM gpu WHERE id = ${id} ${STRENGTH[purpose]}`;
  const [gpu] = await tx.$queryRaw<ManagedGpu[]>`${Prisma.raw(SELECT_GPUS)} WHERE g.id = ${id}`;
  if (!gpu) throw new Refusal("not-found");
  return gpu;
}
