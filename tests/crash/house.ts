/**
 * What changes about a lab's GPUs now and then: administrators take them out and bring them back, and
 * change who may use them how; servers report that a card must be reset, and that it is well again.
 */
import { saveAccess } from "@/lib/access/commands";
import { accessOf, stampOf } from "@/lib/access/views";
import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import type { Random } from "@/lib/demo/random";
import { HOUR } from "@/lib/domain/words";
import { handOverReport } from "@/lib/jobs/producers";
import { bringBack, takeOut } from "@/lib/maintenance/commands";
import type { Lab } from "./lab";

/** So many are out at a time that the others are fought over all the same. */
const MOST_OUT = 3;

export function oneOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.between(0, items.length - 1)];
  if (item === undefined) throw new Error("there is nothing to choose from");
  return item;
}

const OUT = `SELECT id FROM maintenance
  WHERE ends_at IS NULL OR ends_at > greatest(clock_timestamp(), begins_at) ORDER BY id`;

async function maintain(lab: Lab, random: Random): Promise<void> {
  const { administrator } = lab;
  const out = await sql<{ id: number }>(OUT);
  if (out.length >= MOST_OUT || (out.length > 0 && random.chance(40))) {
    await bringBack(administrator, oneOf(random, out).id);
    return;
  }
  const at = (await now()).getTime();
  const from = random.chance(50) ? null : at + random.between(0, 2 * HOUR);
  const until = random.chance(30) ? null : (from ?? at) + random.between(HOUR / 4, HOUR);
  const server = random.chance(20) ? oneOf(random, lab.servers) : null;
  const subject = server
    ? ({ of: "server", id: server.id } as const)
    : ({ of: "gpu", id: oneOf(random, lab.gpus) } as const);
  await takeOut(administrator, { ...subject, from, until, reason: "a fan" });
}

type Access = { priority: number | null; enabled: boolean | null };

const CHANGED = `SELECT u.id AS user_id, g.id AS gpu_id FROM "user" u CROSS JOIN gpu g
  LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = g.id
  WHERE a.status IS NOT TRUE ORDER BY u.id, g.id`;
const ACCESS = `SELECT a.priority, a.status AS enabled FROM "user" u
  LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = $2 WHERE u.id = $1`;

/** Of somebody who feels it: whose turn it is, or who waits. */
const CONCERNED = `SELECT user_id, gpu_id FROM reservation WHERE status IN ('WAITING', 'NOTIFIED')
  ORDER BY status DESC, random() LIMIT 2`;

async function changeAccess({ administrator }: Lab, random: Random): Promise<void> {
  type Pair = { user_id: number; gpu_id: number };
  const changed = await sql<Pair>(CHANGED);
  const isRestored = changed.length > 4 || (changed.length > 0 && random.chance(50));
  const pairs = isRestored ? changed : await sql<Pair>(CONCERNED);
  if (pairs.length === 0) return;
  const { user_id: userId, gpu_id: gpuId } = oneOf(random, pairs);
  const [found] = await sql<Access>(ACCESS, [userId, gpuId]);
  const { priority = null, enabled = null } = found ?? {};
  const access = priority === null || enabled === null ? null : { priority, enabled };
  const other = { priority: random.between(0, 2), enabled: true };
  const suspended = { priority: priority ?? 0, enabled: false };
  const wanted = isRestored ? other : oneOf(random, [null, other, suspended, suspended]);
  const row = [{ id: userId, seen: stampOf(access), wanted: accessOf(stampOf(wanted)) }];
  await saveAccess(administrator, { of: "gpu", id: gpuId, mayCancel: true, row });
}

/** The card of each server that must be reset, by its number. */
const broken = new Map<number, number>();

/** A server says how its cards are, as its agent would. */
async function report(lab: Lab, random: Random): Promise<void> {
  const { id: serverId, gpus } = oneOf(random, lab.servers);
  if (broken.has(serverId)) broken.delete(serverId);
  else broken.set(serverId, random.between(0, gpus.length - 1));
  const lines = gpus.map((_, index) => {
    const isBroken = broken.get(serverId) === index;
    return isBroken ? `${index}, [GPU requires reset]` : `${index}, 60`;
  });
  const body = ["index, temperature.gpu", ...lines, ""].join("\n");
  const receivedAt = (await now()).getTime();
  await handOverReport({ serverId, receivedAt, sentAt: null, body });
}

/** What is done in turn, so that a short run sees all of it. */
export const CHORES: readonly ((lab: Lab, random: Random) => Promise<void>)[] = [
  maintain,
  report,
  changeAccess,
];
