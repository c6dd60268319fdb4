/** Writes accesses, and what follows from them. */
import type { Actor } from "@/lib/actor";
import { type Audit, changesBetween, recordAll } from "@/lib/audit/record";
import type { Transaction } from "@/lib/db";
import type { Change } from "./changes";
import { type Decided, decideAnew } from "./decide";

const SET = `
  INSERT INTO user_gpu_access (user_id, gpu_id, priority, status)
  SELECT c.user_id, c.gpu_id, c.priority, c.status
  FROM jsonb_to_recordset($1) AS c(user_id int, gpu_id int, priority int, status boolean)
  ON CONFLICT (user_id, gpu_id) DO UPDATE SET priority = excluded.priority, status = excluded.status`;
const REMOVE = `
  DELETE FROM user_gpu_access a
  USING jsonb_to_recordset($1) AS c(user_id int, gpu_id int)
  WHERE a.user_id = c.user_id AND a.gpu_id = c.gpu_id`;
// The GPUs are locked: who is in no queue now enters none before the end.
const WITH_QUEUE = `
  SELECT DISTINCT gpu_id FROM reservation
  WHERE gpu_id = ANY($1) AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE') ORDER BY gpu_id`;

const toRow = ({ userId, gpuId, after }: Change) => ({
  user_id: userId,
  gpu_id: gpuId,
  priority: after?.priority,
  status: after?.enabled,
});

function auditOf({ userId, gpuId, before, after }: Change, actor: Actor, at: Date): Audit {
  const subject = { at, actor, subjectType: "access", subjectId: gpuId } as const;
  if (!before) return { ...subject, action: "access.granted", details: { userId, ...after } };
  if (!after) return { ...subject, action: "access.removed", details: { userId, ...before } };
  const details = { userId, ...changesBetween<typeof before>(before, after) };
  return { ...subject, action: "access.changed", details };
}

/** Those of the GPUs on which anybody waits or is. */
export async function withQueue(tx: Transaction, gpuIds: readonly number[]): Promise<number[]> {
  const { rows } = await tx.query<{ gpu_id: number }>(WITH_QUEUE, [gpuIds]);
  return rows.map(({ gpu_id }) => gpu_id);
}

/** Writes changes whose GPUs are locked, and decides anew wherever somebody waits or is. */
export async function writeChanges(
  tx: Transaction,
  actor: Actor,
  changes: readonly Change[],
  at: Date,
): Promise<Decided[]> {
  const removed = changes.filter(({ after }) => after === null);
  await tx.query(SET, [JSON.stringify(changes.filter(({ after }) => after).map(toRow))]);
  const decided: Decided[] = [];
  for (const gpuId of await withQueue(tx, [...new Set(changes.map((change) => change.gpuId))])) {
    const ofGpu = removed.filter((change) => change.gpuId === gpuId);
    decided.push(await decideAnew(tx, actor, gpuId, ofGpu));
  }
  // Last, so that a turn is cancelled and not withdrawn first for want of access.
  await tx.query(REMOVE, [JSON.stringify(removed.map(toRow))]);
  await recordAll(
    tx,
    changes.map((change) => auditOf(change, actor, at)),
  );
  return decided;
}
