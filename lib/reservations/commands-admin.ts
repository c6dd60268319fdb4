/** What only administrators do to reservations; the rules are the same as for their users. */
import type { Actor } from "@/lib/actor";
import { type Transaction, transaction } from "@/lib/db";
import { moveToFront } from "@/lib/domain/actions";
import { longestReservationHours } from "@/lib/domain/limits";
import { reassign, type Standing } from "@/lib/domain/reassign";
import { settle } from "@/lib/domain/settle";
import type { AccountStatus } from "@/lib/domain/words";
import { Refusal, type RefusalCode } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { policy } from "@/lib/policy";
import { type Application, applyFor } from "./application";
import { extendReservation } from "./commands";
import { decide } from "./engine/decide";
import { lockWholeGpu, type WholeGpu } from "./engine/lock";
import { aboutOf } from "./engine/notices";
import { save } from "./engine/save";
import { findOwned, type Owned } from "./owned";

/** What is said to an administrator where a user would be told something about themselves. */
const ABOUT_USER: Partial<Record<RefusalCode, RefusalCode>> = {
  "account-disabled": "user-not-active",
  "access-disabled": "user-access-disabled",
  "already-reserved": "user-reserved-already",
  "too-many-live": "user-too-many-live",
};

async function aboutUser<Result>(command: Promise<Result>): Promise<Result> {
  try {
    return await command;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, params, field } = error;
    throw new Refusal(ABOUT_USER[code] ?? code, params, field);
  }
}

async function findForAdmin(actor: Actor, id: number): Promise<Owned> {
  if (!actor.isAdmin) throw new Refusal("not-found");
  return findOwned(actor, id);
}

/** Moves a waiting reservation before all others of its queue. @throws Refusal */
export async function moveReservationToFront(actor: Actor, id: number): Promise<void> {
  const { gpu_id } = await findForAdmin(actor, id);
  await decide(gpu_id, actor, id, ({ state, now }) => moveToFront(state, id, now));
}

/**
 * Adds whole hours to anybody's use. The rule is the user's own: while somebody eligible waits,
 * nobody's use grows, so that everybody can rely on what they were told. @throws Refusal
 */
export async function extendAnyReservation(actor: Actor, id: number, hours: number): Promise<void> {
  await findForAdmin(actor, id);
  await aboutUser(extendReservation(actor, id, hours));
}

/** Reserves a GPU for somebody, who gets a mail about it. Returns the id. @throws Refusal */
export async function reserveFor(
  actor: Actor,
  { userId, ...application }: Application & { userId: number },
): Promise<number> {
  if (!actor.isAdmin) throw new Refusal("not-found");
  try {
    return await aboutUser(applyFor(actor, userId, application));
  } catch (error) {
    // Administrators see every GPU: theirs is to know to whom this one is not visible.
    const isUnseen = error instanceof Refusal && error.code === "not-found";
    throw isUnseen ? new Refusal("user-does-not-see", {}, "gpuId") : error;
  }
}

const STANDING = `
  SELECT u.status, u.time_multiplier, a.priority, a.status AS enabled
  FROM "user" u LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = $2
  WHERE u.id = $1`;

async function standingOn(tx: Transaction, userId: number, gpu: WholeGpu): Promise<Standing> {
  type Row = {
    status: AccountStatus;
    time_multiplier: number;
    priority: number | null;
    enabled: boolean | null;
  };
  const [row] = (await tx.query<Row>(STANDING, [userId, gpu.id])).rows;
  if (!row) throw new Refusal("not-found");
  const { priority, enabled } = row;
  return {
    access: priority === null || enabled === null ? null : { priority, enabled },
    isActive: row.status === "ACTIVE",
    longestHours: longestReservationHours(gpu.maxHours, row.time_multiplier),
  };
}

/** Locks two GPUs, the one with the lower id first; answers in the order asked for. */
async function lockBoth(tx: Transaction, fromId: number, toId: number) {
  const low = await lockWholeGpu(tx, Math.min(fromId, toId));
  const high = await lockWholeGpu(tx, Math.max(fromId, toId));
  const [from, to] = fromId < toId ? [low, high] : [high, low];
  if (!from) throw new Refusal("not-found");
  if (!to) throw new Refusal("not-found", {}, "gpuId");
  // One instant decides on both.
  return { from: { ...from, now: high?.now ?? from.now }, to: { ...to, now: high?.now ?? to.now } };
}

const MOVE = `UPDATE reservation SET gpu_id = $2, passed_over = false WHERE id = $1`;

const nobodys = <Each>(steps: readonly Each[]) => steps.map((step) => ({ step, actor: null }));

/** Does what is due on a locked GPU, and returns it as it then stands. */
async function settled(tx: Transaction, gpu: WholeGpu, mails: number[]): Promise<WholeGpu> {
  const rules = policy();
  const due = settle(gpu.state, rules, gpu.now);
  mails.push(...(await save(tx, gpu, nobodys(due.steps), due.state, rules)));
  return { ...gpu, state: due.state };
}

async function hasMoved(tx: Transaction, id: number, gpuId: number): Promise<boolean> {
  const found = await tx.query("SELECT FROM reservation WHERE id = $1 AND gpu_id <> $2", [
    id,
    gpuId,
  ]);
  return found.rowCount === 1;
}

type Reassignment = {
  readonly id: number;
  readonly gpuId: number;
  readonly reason: string | null;
};

async function reassignLocked(
  tx: Transaction,
  actor: Actor,
  { id, gpuId, reason }: Reassignment,
  owned: Owned,
): Promise<number[]> {
  const rules = policy();
  const mails: number[] = [];
  const locked = await lockBoth(tx, owned.gpu_id, gpuId);
  const from = await settled(tx, locked.from, mails);
  const to = await settled(tx, locked.to, mails);
  const standing = await standingOn(tx, owned.user_id, to);
  const verdict = reassign(from.state, to.state, id, standing);
  if (!verdict.ok) {
    const { refusal } = verdict;
    if (refusal === "already-ended" && (await hasMoved(tx, id, from.id))) {
      throw new Refusal("changed-meanwhile");
    }
    if (refusal === "not-found") throw new Refusal("user-does-not-see", {}, "gpuId");
    if (refusal === "duration-too-long") {
      throw new Refusal(refusal, { longest: standing.longestHours }, "gpuId");
    }
    const isAboutGpu = refusal === "already-reserved" || refusal === "access-disabled";
    throw new Refusal(refusal, {}, isAboutGpu ? "gpuId" : undefined);
  }
  await tx.query(MOVE, [id, gpuId]);
  const arrived = { ...to, state: verdict.to };
  const next = settle(arrived.state, rules, to.now);
  const { step } = verdict;
  const notice = {
    kind: "reassigned" as const,
    facts: {
      ...aboutOf(to, step.after),
      from: { model: from.model, gpuName: from.gpuName },
      reason,
    },
  };
  const details = { gpu: { from: from.gpuName, to: to.gpuName }, reason: reason ?? undefined };
  const caused = [{ step, actor, details }, ...nobodys(next.steps)];
  const told = [{ reservation: step.after, notice, mark: `${gpuId}@${to.now}` }];
  mails.push(...(await save(tx, arrived, caused, next.state, rules, told)));
  // Whoever waited behind it moves up; where it stood in the way of an extension it does no more.
  await settled(tx, { ...from, state: verdict.from }, mails);
  return mails;
}

/**
 * Moves a waiting reservation to the queue of another GPU that its user may use; it keeps when it
 * was made. They are told by mail.
 * @throws Refusal
 */
export async function reassignReservation(actor: Actor, to: Reassignment): Promise<void> {
  const owned = await findForAdmin(actor, to.id);
  if (owned.gpu_id === to.gpuId) throw new Refusal("same-gpu", {}, "gpuId");
  const work = transaction(async (tx) => reassignLocked(tx, actor, to, owned));
  await announceMails(await aboutUser(work));
}
