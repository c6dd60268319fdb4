/** Makes GPUs of the portal out of cards that reported themselves. */
import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import { Refusal } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { standsBeside } from "./queries";

const DEFAULT_HOURS = 48;

type Found = {
  index: number | null;
  uuid: string | null;
  pciBusId: string | null;
  name: string | null;
  /** Its number is still that of a GPU whose card is there too. */
  isNumberUsed: boolean;
};

/** Takes a card off the list of those that were found. @throws Refusal "not-found" */
async function takeFound(
  tx: Prisma.TransactionClient,
  serverId: number,
  key: string,
): Promise<Found> {
  const [found] = await tx.$queryRaw<Found[]>`
    DELETE FROM found_gpu WHERE server_id = ${serverId} AND key = ${key}
    RETURNING gpu_index AS index, uuid, pci_bus_id AS "pciBusId", name,
      EXISTS (SELECT FROM gpu g WHERE g.server_id = found_gpu.server_id
                AND g.gpu_index = found_gpu.gpu_index
                AND ${Prisma.raw(standsBeside("found_gpu.last_seen_at"))}) AS "isNumberUsed"`;
  if (!found) throw new Refusal("not-found");
  return found;
}

/** Reports of the server, which know cards by these lists, come before or after. */
const lockAgent = (tx: Prisma.TransactionClient, serverId: number) =>
  tx.$queryRaw`SELECT FROM agent WHERE server_id = ${serverId} FOR NO KEY UPDATE`;

type Pattern = {
  server: string;
  cudaVersion: string | null;
  maxHours: number | null;
  connectionInfo: string | null;
  next: number;
};

/** How the server's other GPUs are set up: a new one is most likely to be like them. */
async function patternOf(tx: Prisma.TransactionClient, serverId: number): Promise<Pattern> {
  const [pattern] = await tx.$queryRaw<Pattern[]>`
    SELECT s.name AS server, coalesce(a.cuda_version, g.cuda_version) AS "cudaVersion",
           g.max_hours AS "maxHours", g.connection_info AS "connectionInfo",
           coalesce((SELECT max(gpu_index) + 1 FROM gpu WHERE server_id = s.id), 0) AS next
    FROM server s
    LEFT JOIN agent a ON a.server_id = s.id
    LEFT JOIN LATERAL (
      SELECT * FROM gpu WHERE server_id = s.id ORDER BY id DESC LIMIT 1
    ) g ON true
    WHERE s.id = ${serverId}`;
  if (!pattern) throw new Refusal("not-found");
  return pattern;
}

/** "RTX 4090" rather than "NVIDIA GeForce RTX 4090": everybody knows who makes them. */
const modelOf = (name: string | null): string =>
  (name ?? "GPU").replace(/^(NVIDIA |GeForce |Tesla )+/i, "").slice(0, 80) || "GPU";

/**
 * Makes a GPU of a card that was found, which nobody sees yet. What nvidia-smi does not tell is
 * taken from the server's other GPUs. Returns its id.
 * @throws Refusal "not-found", or "server-index-taken"
 */
export async function addFound(actor: Actor, serverId: number, key: string): Promise<number> {
  const at = await now();
  const added = db().$transaction(async (tx) => {
    await lockAgent(tx, serverId);
    const pattern = await patternOf(tx, serverId);
    const { index, uuid, pciBusId, name, isNumberUsed } = await takeFound(tx, serverId, key);
    const card = {
      index: isNumberUsed ? pattern.next : (index ?? pattern.next),
      model: modelOf(name),
      cudaVersion: pattern.cudaVersion ?? "–",
      maxHours: pattern.maxHours ?? DEFAULT_HOURS,
    };
    const { id } = await tx.gpu.create({
      data: {
        ...card,
        serverId,
        uuid,
        pciBusId,
        connectionInfo: pattern.connectionInfo ?? `ssh ${pattern.server}`,
        createdAt: at,
      },
      select: { id: true },
    });
    const details = { ...card, enabled: true, server: pattern.server };
    const subject = { subjectType: "gpu", subjectId: id } as const;
    await record(tx, { at, actor, action: "gpu.created", ...subject, details });
    return id;
  });
  return added.catch((error: unknown) => {
    throw explained(error);
  });
}

/**
 * Puts a card that was found into the place of a GPU's old one: queue, access and history stay.
 * @throws Refusal "not-found"
 */
export async function replaceCard(
  actor: Actor,
  { serverId, key, gpuId }: { serverId: number; key: string; gpuId: number },
): Promise<void> {
  const at = await now();
  const replaced = db().$transaction(async (tx) => {
    await lockAgent(tx, serverId);
    const [before] = await tx.$queryRaw<{ uuid: string | null }[]>`
      SELECT uuid FROM gpu WHERE id = ${gpuId} AND server_id = ${serverId} FOR NO KEY UPDATE`;
    if (!before) throw new Refusal("not-found");
    const { uuid, pciBusId } = await takeFound(tx, serverId, key);
    await tx.gpu.update({ where: { id: gpuId }, data: { uuid, pciBusId } });
    const details = { uuid: { from: before.uuid, to: uuid } };
    const subject = { subjectType: "gpu", subjectId: gpuId } as const;
    await record(tx, { at, actor, action: "gpu.card-replaced", ...subject, details });
  });
  await replaced.catch((error: unknown) => {
    throw explained(error);
  });
}
