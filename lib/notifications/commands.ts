import type { Prisma } from "@/lib/generated/prisma/client";
import type { Notice } from "./kinds";

/**
 * Puts a mail into the outbox, in the transaction of the change that causes it. Returns its id,
 * to be announced (`announceMails`) after the commit.
 */
export async function notify(
  tx: Prisma.TransactionClient,
  userId: number,
  { kind, facts }: Notice,
  at: Date,
): Promise<number> {
  const { id } = await tx.notification.create({
    data: { userId, kind, payload: facts, createdAt: at, nextAttemptAt: at },
    select: { id: true },
  });
  return id;
}
