import type { Actor } from "@/lib/actor";
import type { Prisma } from "@/lib/generated/prisma/client";

type Given = { gpu_id: number; priority: number };

/**
 * Gives an account the default access, and leaves alone what it has already. The GPUs are locked
 * like for any change of accesses: one that is being deleted is not given.
 */
export async function giveDefaultAccess(
  tx: Prisma.TransactionClient,
  actor: Actor,
  userId: number,
  at: Date,
): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM gpu WHERE id IN (SELECT gpu_id FROM default_access)
    ORDER BY id FOR NO KEY UPDATE`;
  const given = await tx.$queryRaw<Given[]>`
    INSERT INTO user_gpu_access (user_id, gpu_id, priority)
    SELECT ${userId}, d.gpu_id, d.priority FROM default_access d
    ON CONFLICT (user_id, gpu_id) DO NOTHING
    RETURNING gpu_id, priority`;
  await tx.auditEntry.createMany({
    data: given.map(({ gpu_id, priority }) => ({
      at,
      actorId: actor.id,
      address: actor.address,
      action: "access.granted",
      subjectType: "access",
      subjectId: gpu_id,
      details: { userId, priority, enabled: true },
    })),
  });
}
