import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { isMutable, type MutableKind } from "@/lib/domain/mail-kinds";
import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { announceMails } from "@/lib/jobs/producers";
import type { Notice } from "./kinds";

/** A mail that may be switched off; these are caused through `notifyUnlessMuted`. */
type MutableNotice = Extract<Notice, { kind: MutableKind }>;

/**
 * Puts a mail into the outbox, in the transaction of the change that causes it. Returns its id,
 * to be announced (`announceMails`) after the commit.
 */
export async function notify(
  tx: Prisma.TransactionClient,
  userId: number,
  notice: Exclude<Notice, MutableNotice>,
  at: Date,
): Promise<number> {
  return insert(tx, userId, notice, at);
}

/** As `notify`, of a mail that people may do without; null for those who do. */
export async function notifyUnlessMuted(
  tx: Prisma.TransactionClient,
  userId: number,
  notice: MutableNotice,
  at: Date,
): Promise<number | null> {
  const where = { userId_kind: { userId, kind: notice.kind } };
  if (await tx.mutedMail.findUnique({ where })) return null;
  return insert(tx, userId, notice, at);
}

async function insert(
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

/**
 * Sends a mail of the outbox once more, whatever became of it before; it bears the same
 * Message-ID and is tried for another 24 hours.
 * @throws Refusal "not-found"; "changed-meanwhile" when it is being sent at this moment
 */
export async function sendAgain(actor: Actor, id: number): Promise<void> {
  if (!actor.isAdmin) throw new Refusal("not-found");
  const at = await now();
  await db().$transaction(async (tx) => {
    const before = await tx.notification.findUnique({
      where: { id },
      select: { kind: true, status: true },
    });
    if (!before) throw new Refusal("not-found");
    const taken = await tx.$queryRaw<{ id: number }[]>`
      SELECT id FROM notification WHERE id = ${id} FOR UPDATE SKIP LOCKED`;
    if (taken.length === 0) throw new Refusal("changed-meanwhile");
    await tx.notification.update({
      where: { id },
      data: {
        status: "PENDING",
        attempts: 0,
        nextAttemptAt: at,
        requeuedAt: at,
        sentAt: null,
        sentTo: null,
        lastError: null,
      },
    });
    await record(tx, {
      at,
      actor,
      action: "notification.sent-again",
      subjectType: "notification",
      subjectId: id,
      details: before,
    });
  });
  await announceMails([id]);
}

/** Does without these kinds of mail from now on, and gets all others. */
export async function muteMails(
  actor: Pick<Actor, "id">,
  kinds: readonly MutableKind[],
): Promise<void> {
  const data = [...new Set(kinds)].filter(isMutable).map((kind) => ({ userId: actor.id, kind }));
  await db().$transaction(async (tx) => {
    // Two tabs at once: the later one waits, and what it says stands.
    await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${actor.id} FOR NO KEY UPDATE`;
    await tx.mutedMail.deleteMany({ where: { userId: actor.id } });
    await tx.mutedMail.createMany({ data });
  });
}
