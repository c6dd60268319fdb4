/** From what is wanted to what has to change, read under the locks of the GPUs. */
import type { Transaction } from "@/lib/db";
import type { LiveStatus } from "@/lib/domain/words";
import type { Locale } from "@/lib/i18n/locales";
import { type Access, accessOf, type Edit, stampOf } from "./views";

/** One access that changes. */
export type Change = {
  readonly userId: number;
  readonly gpuId: number;
  readonly before: Access | null;
  readonly after: Access | null;
  /** The language of the user. */
  readonly locale: Locale;
  /** The reservation that they have there now. */
  readonly live: LiveStatus | null;
};

/** Why an access stays as it is. */
export type Obstacle =
  | "not-found"
  | "form-outdated"
  | "has-running-use"
  | "has-waiting-reservation";

/** One access that cannot be as wanted. */
export type Kept = Pick<Edit, "userId" | "gpuId"> & { readonly why: Obstacle };

type Row = {
  user_id: number;
  gpu_id: number;
  locale: Locale;
  priority: number | null;
  enabled: boolean | null;
  live: LiveStatus | null;
};

// In the order of their ids, so that two tables that share GPUs wait for one another and no more.
const LOCK_GPUS = `SELECT id FROM gpu WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;
const LOAD = `
  SELECT u.id AS user_id, g.id AS gpu_id, u.locale, a.priority, a.status AS enabled, r.status AS live
  FROM unnest($1::int[], $2::int[]) AS w(user_id, gpu_id)
  JOIN "user" u ON u.id = w.user_id
  JOIN gpu g ON g.id = w.gpu_id
  LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = g.id
  LEFT JOIN reservation r ON r.user_id = u.id AND r.gpu_id = g.id
    AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')`;

const nameOf = (userId: number, gpuId: number) => `${userId} ${gpuId}`;

const savedOf = ({ priority, enabled }: Row): Access | null =>
  priority === null || enabled === null ? null : { priority, enabled };

/** Why it cannot be as wanted, or null. */
function obstacleOf(edit: Edit, row: Row | undefined, mayCancel: boolean): Obstacle | null {
  if (!row) return "not-found";
  if (stampOf(savedOf(row)) !== edit.seen) return "form-outdated";
  if (edit.wanted || !row.live) return null;
  if (row.live === "ACTIVE") return "has-running-use";
  return mayCancel ? null : "has-waiting-reservation";
}

/**
 * Locks the GPUs of what shall change, and answers what does and what cannot. No reservation is
 * made on them and no turn is given until the transaction ends.
 */
export async function lockedChanges(
  tx: Transaction,
  edits: readonly Edit[],
  mayCancel: boolean,
): Promise<{ changes: Change[]; kept: Kept[] }> {
  const wishes = edits.filter(({ seen, wanted }) => seen !== wanted);
  const userIds = wishes.map(({ userId }) => userId);
  const gpuIds = wishes.map(({ gpuId }) => gpuId);
  await tx.query(LOCK_GPUS, [[...new Set(gpuIds)]]);
  const { rows } = await tx.query<Row>(LOAD, [userIds, gpuIds]);
  const found = new Map(rows.map((row) => [nameOf(row.user_id, row.gpu_id), row]));
  const kept: Kept[] = [];
  const changes: Change[] = [];
  for (const edit of wishes) {
    const { userId, gpuId, wanted } = edit;
    const row = found.get(nameOf(userId, gpuId));
    // Somebody else did the same: there is nothing left to do.
    if (row && stampOf(savedOf(row)) === wanted) continue;
    const why = obstacleOf(edit, row, mayCancel);
    if (why) kept.push({ userId, gpuId, why });
    else if (row) {
      const { locale, live } = row;
      changes.push({ userId, gpuId, before: savedOf(row), after: accessOf(wanted), locale, live });
    }
  }
  return { changes, kept };
}
