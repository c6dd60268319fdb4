import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { type Audit, record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";

const about = (actor: Actor, at: Date): Omit<Audit, "action"> => ({
  at,
  actor,
  subjectType: "account",
  subjectId: actor.id,
});

/** Makes the actor's calendar an address; one that it had before stops working. */
export async function makeFeed(actor: Actor): Promise<void> {
  const at = await now();
  const feed = { id: randomUUID(), madeAt: at };
  await db().$transaction(async (tx) => {
    await tx.calendarFeed.upsert({
      where: { userId: actor.id },
      create: { userId: actor.id, ...feed },
      update: feed,
    });
    await record(tx, { ...about(actor, at), action: "account.calendar-made" });
  });
}

/** Stops the address of the actor's calendar, if it has one. */
export async function revokeFeed(actor: Actor): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    const { count } = await tx.calendarFeed.deleteMany({ where: { userId: actor.id } });
    if (count === 0) return;
    await record(tx, { ...about(actor, at), action: "account.calendar-revoked" });
  });
}
