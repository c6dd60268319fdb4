import type { Actor } from "@/lib/actor";
import { changesBetween, record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";

type Words = {
  readonly textZh: string | null;
  readonly textEn: string | null;
  readonly until: Date | null;
};

const NOTHING: Record<keyof Words, string | null> = { textZh: null, textEn: null, until: null };
const FIELDS = { id: true, textZh: true, textEn: true, until: true } as const;

/** One writer at a time, so that each replaces what they saw. */
async function lockCurrent(tx: Prisma.TransactionClient, seen: string, at: Date) {
  await tx.$executeRaw`LOCK TABLE announcement IN SHARE ROW EXCLUSIVE MODE`;
  const current = await tx.announcement.findFirst({
    where: { OR: [{ until: null }, { until: { gt: at } }] },
    orderBy: { id: "desc" },
    select: FIELDS,
  });
  if (String(current?.id ?? "") !== seen) throw new Refusal("changed-meanwhile");
  return current;
}

const told = ({ textZh, textEn, until }: Words): Record<keyof Words, string | null> => ({
  textZh,
  textEn,
  until: until?.toISOString() ?? null,
});

/**
 * Says something to everybody, in the place of what was said before; who dismissed that sees the
 * new words. Returns the new one's id.
 * @param seen the id of the one that the writer saw, "" for none
 * @throws Refusal "in-the-past" for an end that has come; "changed-meanwhile"
 */
export async function announce(actor: Actor, words: Words, seen: string): Promise<number> {
  if (!actor.isAdmin) throw new Refusal("not-found");
  const at = await now();
  if (words.until && words.until <= at) throw new Refusal("in-the-past", {}, "until");
  return db().$transaction(async (tx) => {
    const before = await lockCurrent(tx, seen, at);
    await tx.announcement.deleteMany();
    const data = { ...words, madeById: actor.id, madeAt: at };
    const { id } = await tx.announcement.create({ data, select: { id: true } });
    const details = changesBetween(before ? told(before) : NOTHING, told(words));
    const action = "announcement.published";
    await record(tx, { at, actor, action, subjectType: "announcement", subjectId: id, details });
    return id;
  });
}

/** Takes back what is said to everybody. @throws Refusal when that is not what the actor saw */
export async function takeBack(actor: Actor, seen: string): Promise<void> {
  if (!actor.isAdmin) throw new Refusal("not-found");
  const at = await now();
  await db().$transaction(async (tx) => {
    const before = await lockCurrent(tx, seen, at);
    if (!before) throw new Refusal("not-found");
    await tx.announcement.deleteMany();
    await record(tx, {
      at,
      actor,
      action: "announcement.taken-back",
      subjectType: "announcement",
      subjectId: before.id,
      details: told(before),
    });
  });
}
