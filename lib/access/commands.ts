/** Who sees which GPU: the one way in which it changes. */
import type { Actor } from "@/lib/actor";
import { type Audit, changesBetween, recordAll } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { type Transaction, transaction } from "@/lib/db";
import { cancel } from "@/lib/domain/actions";
import type { Decision } from "@/lib/domain/decision";
import { settle, settleHolder } from "@/lib/domain/settle";
import { Refusal } from "@/lib/errors";
import { translator } from "@/lib/i18n/translator";
import { announceMails } from "@/lib/jobs/producers";
import { policy } from "@/lib/policy";
import { type LockedGpu, lockGpu } from "@/lib/reservations/engine/load";
import { type CausedStep, save } from "@/lib/reservations/engine/save";
import { type Change, lockedChanges } from "./changes";
import type { AccessTable } from "./schema";

const SET = `
  INSERT INTO user_gpu_access (user_id, gpu_id, priority, status)
  SELECT c.user_id, c.gpu_id, c.priority, c.status
  FROM jsonb_to_recordset($1) AS c(user_id int, gpu_id int, priority int, status boolean)
  ON CONFLICT (user_id, gpu_id) DO UPDATE SET priority = excluded.priority, status = excluded.status`;
const REMOVE = `
  DELETE FROM user_gpu_access a
  USING jsonb_to_recordset($1) AS c(user_id int, gpu_id int)
  WHERE a.user_id = c.user_id AND a.gpu_id = c.gpu_id`;

const toRow = ({ userId, gpuId, after }: Change) => ({
  user_id: userId,
  gpu_id: gpuId,
  priority: after?.priority,
  status: after?.enabled,
});

/** Cancels what waits on a GPU for those who do not see it any more. */
function cancelFor(removed: readonly Change[], { state, now }: LockedGpu): Decision {
  const byUser = new Map(removed.map((change) => [change.userId, change]));
  return state.reservations.reduce<Decision>(
    (decision, { id, userId }) => {
      const change = byUser.get(userId);
      if (!change) return decision;
      const t = translator(change.locale, "adminAccess");
      const reason = t("removedReason");
      const verdict = cancel(decision.state, id, "administrator", reason, now);
      // A use keeps its access from being taken away, and nothing has begun since: it is locked.
      if (!verdict.ok) throw new Error(`reservation ${id} cannot be cancelled: ${verdict.refusal}`);
      return { state: verdict.state, steps: [...decision.steps, ...verdict.steps] };
    },
    { state, steps: [] },
  );
}

/**
 * Decides on one GPU by accesses that are just being changed. What is over already ends as it
 * would have; then cancelled is what must be, before anybody gets a turn only to lose it.
 */
async function decideAnew(
  tx: Transaction,
  actor: Actor,
  gpuId: number,
  removed: readonly Change[],
): Promise<number[]> {
  const gpu = await lockGpu(tx, gpuId);
  if (!gpu) throw new Refusal("not-found");
  const rules = policy();
  const freed = settleHolder(gpu.state, rules, gpu.now);
  const cancelled = cancelFor(removed, { ...gpu, state: freed.state });
  const settled = settle(cancelled.state, rules, gpu.now);
  const caused: CausedStep[] = [
    ...freed.steps.map((step) => ({ step, actor: null })),
    ...cancelled.steps.map((step) => ({ step, actor })),
    ...settled.steps.map((step) => ({ step, actor: null })),
  ];
  return save(tx, gpu, caused, settled.state, rules);
}

function auditOf({ userId, gpuId, before, after }: Change, actor: Actor, at: Date): Audit {
  const subject = { at, actor, subjectType: "access", subjectId: gpuId } as const;
  if (!before) return { ...subject, action: "access.granted", details: { userId, ...after } };
  if (!after) return { ...subject, action: "access.removed", details: { userId, ...before } };
  const details = { userId, ...changesBetween<typeof before>(before, after) };
  return { ...subject, action: "access.changed", details };
}

/**
 * Makes accesses as a table has them, all or none. Where one is taken away, what waits is
 * cancelled by the actor. New priorities decide at once.
 * @throws FieldRefusals with everything that is wrong, each at its row
 */
export async function saveAccess(actor: Actor, table: AccessTable): Promise<void> {
  const at = await now();
  const mails = await transaction(async (tx) => {
    const changes = await lockedChanges(tx, table);
    const removed = changes.filter(({ after }) => after === null);
    await tx.query(SET, [JSON.stringify(changes.filter(({ after }) => after).map(toRow))]);
    const mails: number[] = [];
    for (const gpuId of new Set(changes.map((change) => change.gpuId))) {
      const ofGpu = removed.filter((change) => change.gpuId === gpuId);
      mails.push(...(await decideAnew(tx, actor, gpuId, ofGpu)));
    }
    // Last, so that a turn is cancelled and not withdrawn first for want of access.
    await tx.query(REMOVE, [JSON.stringify(removed.map(toRow))]);
    await recordAll(
      tx,
      changes.map((change) => auditOf(change, actor, at)),
    );
    return mails;
  });
  await announceMails(mails);
}
