/** Servers come into being by themselves or with their first GPU; an empty one can be removed. */
import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";

type Server = { id: number; name: string };

/** The server of that name, whatever its case; a new one when there is none. */
export async function serverNamed(
  tx: Prisma.TransactionClient,
  name: string,
  { actor, at }: { actor: Actor; at: Date },
): Promise<Server> {
  const find = () => tx.$queryRaw<Server[]>`
    SELECT id, name FROM server WHERE lower(name) = lower(${name})
    ORDER BY name = ${name} DESC, id LIMIT 1 FOR KEY SHARE`;
  const [known] = await find();
  if (known) return known;
  const [created] = await tx.$queryRaw<Server[]>`
    INSERT INTO server (name, created_at) VALUES (${name}, ${at})
    ON CONFLICT (lower(name)) DO NOTHING RETURNING id, name`;
  if (!created) {
    const [simultaneous] = await find();
    if (!simultaneous) throw new Refusal("changed-meanwhile", {}, "server");
    return simultaneous;
  }
  const subject = { subjectType: "server", subjectId: created.id } as const;
  await record(tx, { at, actor, action: "server.created", ...subject, details: { name } });
  return created;
}

/** Adds a server that has no GPU yet. Returns its id. @throws Refusal "server-name-taken" */
export async function createServer(actor: Actor, name: string): Promise<number> {
  const at = await now();
  const created = db().$transaction(async (tx) => {
    const [namesake] = await tx.$queryRaw<Server[]>`
      SELECT id FROM server WHERE lower(name) = lower(${name}) LIMIT 1`;
    if (namesake) throw new Refusal("server-name-taken", {}, "name");
    const { id } = await tx.server.create({ data: { name, createdAt: at }, select: { id: true } });
    const subject = { subjectType: "server", subjectId: id } as const;
    await record(tx, { at, actor, action: "server.created", ...subject, details: { name } });
    return id;
  });
  return created.catch((error: unknown) => {
    throw explained(error);
  });
}

/** Waits for no report that is just stored, nor that for it: those merely refer to the server. */
async function lockServer(tx: Prisma.TransactionClient, id: number): Promise<Server> {
  const [server] = await tx.$queryRaw<Server[]>`
    SELECT id, name FROM server WHERE id = ${id} FOR NO KEY UPDATE`;
  if (!server) throw new Refusal("not-found");
  return server;
}

/** Gives a server another name, and with it all of its GPUs. @throws Refusal */
export async function renameServer(actor: Actor, id: number, name: string): Promise<void> {
  const at = await now();
  const renamed = db().$transaction(async (tx) => {
    const before = await lockServer(tx, id);
    if (before.name === name) return;
    const [namesake] = await tx.$queryRaw<Server[]>`
      SELECT id FROM server WHERE lower(name) = lower(${name}) AND id <> ${id} LIMIT 1`;
    if (namesake) throw new Refusal("server-name-taken", {}, "name");
    await tx.server.update({ where: { id }, data: { name } });
    await record(tx, {
      at,
      actor,
      action: "server.renamed",
      subjectType: "server",
      subjectId: id,
      details: { name: { from: before.name, to: name } },
    });
  });
  await renamed.catch((error: unknown) => {
    throw explained(error);
  });
}

/** Removes a server that has no GPU. @throws Refusal "server-not-empty" */
export async function deleteServer(actor: Actor, id: number): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    // Against a new token first. Then its agent, which reports lock before they refer to the
    // server, and only then against whatever refers to it.
    const { name } = await lockServer(tx, id);
    await tx.$executeRaw`DELETE FROM agent WHERE server_id = ${id}`;
    await tx.$queryRaw`SELECT FROM server WHERE id = ${id} FOR UPDATE`;
    if ((await tx.gpu.count({ where: { serverId: id } })) > 0) {
      throw new Refusal("server-not-empty");
    }
    await tx.server.delete({ where: { id } });
    await record(tx, {
      at,
      actor,
      action: "server.deleted",
      subjectType: "server",
      subjectId: id,
      details: { name },
    });
  });
}
