/** Who may report for a server: its agent's token, made and taken away by administrators. */
import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { hashOf, newToken } from "./token";

/** Locks a server and returns its name. */
async function lockServer(tx: Prisma.TransactionClient, serverId: number): Promise<string> {
  const [server] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM server WHERE id = ${serverId} FOR NO KEY UPDATE`;
  if (!server) throw new Refusal("not-found");
  return server.name;
}

/**
 * Makes a token for a server's agent and returns it; nobody can be told again. One that it had
 * before ends at once. @throws Refusal "not-found"
 */
export async function makeToken(actor: Actor, serverId: number): Promise<string> {
  const at = await now();
  const token = newToken();
  await db().$transaction(async (tx) => {
    const name = await lockServer(tx, serverId);
    const current = { tokenHash: new Uint8Array(hashOf(token)), tokenMadeAt: at };
    await tx.agent.upsert({
      where: { serverId },
      create: { serverId, ...current },
      update: current,
    });
    const subject = { subjectType: "server", subjectId: serverId, details: { name } } as const;
    await record(tx, { at, actor, action: "server.token-made", ...subject });
  });
  return token;
}

/** Ends a server's token: its agent is refused from now on. Asked twice, it is done once. */
export async function revokeToken(actor: Actor, serverId: number): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    const name = await lockServer(tx, serverId);
    const { count } = await tx.agent.updateMany({
      where: { serverId, tokenHash: { not: null } },
      data: { tokenHash: null, tokenMadeAt: null },
    });
    if (count === 0) return;
    const subject = { subjectType: "server", subjectId: serverId, details: { name } } as const;
    await record(tx, { at, actor, action: "server.token-revoked", ...subject });
  });
}
