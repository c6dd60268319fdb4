/** What administrators do to GPUs. */
import type { Actor } from "@/lib/actor";
import { changesBetween, record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import { Refusal } from "@/lib/errors";
import { log } from "@/lib/log";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { lockedGpu } from "./locked";
import { editable, versionOf } from "./queries";
import type { GpuEdit, NewGpu } from "./schema";
import { serverNamed } from "./servers";

/** How to reach a GPU may be a secret: the log tells that it changed, not what it was or is. */
function withoutConnectionInfo<Card extends { connectionInfo: string }>(card: Card) {
  const { connectionInfo: _secret, ...told } = card;
  return told;
}

const explain = (error: unknown): never => {
  throw explained(error);
};

/** Adds a GPU, and its server when that is not known yet. Returns its id. @throws Refusal */
export async function createGpu(actor: Actor, input: NewGpu): Promise<number> {
  const at = await now();
  const created = db().$transaction(async (tx) => {
    const server = await serverNamed(tx, input.server, { actor, at });
    const card = { ...input, server: undefined, serverId: server.id, createdAt: at };
    const { id } = await tx.gpu.create({ data: card, select: { id: true } });
    await record(tx, {
      at,
      actor,
      action: "gpu.created",
      subjectType: "gpu",
      subjectId: id,
      details: { ...withoutConnectionInfo(input), server: server.name },
    });
    return id;
  });
  return created.catch(explain);
}

/** Changes what a GPU is. @throws Refusal "form-outdated" when `seen` is not how it stands */
export async function editGpu(actor: Actor, { id, seen, ...input }: GpuEdit): Promise<void> {
  const at = await now();
  const edited = db().$transaction(async (tx) => {
    const before = editable(await lockedGpu(tx, id, "change"));
    if (versionOf(before) !== seen) throw new Refusal("form-outdated");
    const server = await serverNamed(tx, input.server, { actor, at });
    // As the index would say; but two that exchange theirs would wait for each other there.
    const taken = await tx.$queryRaw<unknown[]>`
      SELECT FROM gpu WHERE server_id = ${server.id} AND gpu_index = ${input.index} AND id <> ${id}`;
    if (taken.length > 0) throw new Refusal("server-index-taken", {}, "index");
    const after = { ...input, server: server.name };
    const changes = changesBetween(withoutConnectionInfo(before), withoutConnectionInfo(after));
    const hasNewConnection = before.connectionInfo !== after.connectionInfo;
    const details = hasNewConnection ? { ...changes, connectionInfo: true } : changes;
    if (Object.keys(details).length === 0) return;
    // By its id alone: another may be renaming it.
    const data = { ...input, server: { connect: { id: server.id } } };
    await tx.gpu.update({ where: { id }, data });
    await record(tx, {
      at,
      actor,
      action: "gpu.edited",
      subjectType: "gpu",
      subjectId: id,
      details,
    });
  });
  await edited.catch(explain);
}

/**
 * Lets a GPU give turns, or not: a disabled one keeps its holder, and its queue waits. Asked
 * twice, it is done once. @throws Refusal "not-found"
 */
export async function setGpuEnabled(actor: Actor, id: number, enabled: boolean): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    const before = await lockedGpu(tx, id, "change");
    if (before.enabled === enabled) return;
    await tx.gpu.update({ where: { id }, data: { enabled } });
    await record(tx, {
      at,
      actor,
      action: enabled ? "gpu.enabled" : "gpu.disabled",
      subjectType: "gpu",
      subjectId: id,
      details: { enabled: { from: before.enabled, to: enabled } },
    });
  });
  await settleGpu(id).catch((error: unknown) => {
    log.error({ error, gpuId: id }, "a queue was not settled after its GPU changed");
  });
}

/** Deletes a GPU that was never reserved, with everybody's access. @throws Refusal "has-history" */
export async function deleteGpu(actor: Actor, id: number): Promise<void> {
  const at = await now();
  await db().$transaction(async (tx) => {
    const gpu = await lockedGpu(tx, id, "delete");
    if (gpu.hasHistory) throw new Refusal("has-history");
    await tx.gpu.delete({ where: { id } });
    await record(tx, {
      at,
      actor,
      action: "gpu.deleted",
      subjectType: "gpu",
      subjectId: id,
      details: { ...withoutConnectionInfo(editable(gpu)), users: gpu.users },
    });
  });
}
