/** From a table as it was sent to what has to change, read under the locks of its GPUs. */
import type { Transaction } from "@/lib/db";
import type { LiveStatus } from "@/lib/domain/words";
import { FieldRefusals, Refusal } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locales";
import { type Access, type AccessTable, stampOf, type WantedAccess } from "./schema";

/** One access that changes. */
export type Change = {
  readonly userId: number;
  readonly gpuId: number;
  readonly before: Access | null;
  readonly after: Access | null;
  /** The language of the user. */
  readonly locale: Locale;
};

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
  FROM "user" u
  JOIN gpu g ON g.id = ANY($2)
  LEFT JOIN user_gpu_access a ON a.user_id = u.id AND a.gpu_id = g.id
  LEFT JOIN reservation r ON r.user_id = u.id AND r.gpu_id = g.id
    AND r.status IN ('WAITING', 'NOTIFIED', 'ACTIVE')
  WHERE u.id = ANY($1)`;

/** Why a row cannot be as wanted, or null. */
function refusalOf(wish: WantedAccess, row: Row | undefined, mayCancel: boolean): Refusal | null {
  const at = (field: string) => `row.${wish.id}.${field}`;
  if (!row) return new Refusal("not-found", {}, at("priority"));
  if (stampOf(accessOf(row)) !== wish.seen) {
    return new Refusal("form-outdated", {}, at("priority"));
  }
  if (wish.wanted || !row.live) return null;
  if (row.live === "ACTIVE") return new Refusal("has-running-use", {}, at("visible"));
  return mayCancel ? null : new Refusal("has-waiting-reservation", {}, at("visible"));
}

function accessOf({ priority, enabled }: Row): Access | null {
  return priority === null || enabled === null ? null : { priority, enabled };
}

/**
 * Locks the GPUs of a table and answers what changes. No reservation is made on them and no turn
 * is given until the transaction ends.
 * @throws FieldRefusals with everything that is wrong, each at its row
 */
export async function lockedChanges(tx: Transaction, table: AccessTable): Promise<Change[]> {
  const wishes = table.row.filter(({ seen, wanted }) => stampOf(wanted) !== seen);
  const sides = [[table.id], wishes.map(({ id }) => id)];
  const [userIds, gpuIds] = table.of === "user" ? sides : sides.toReversed();
  await tx.query(LOCK_GPUS, [gpuIds]);
  const { rows } = await tx.query<Row>(LOAD, [userIds, gpuIds]);
  const byId = new Map(rows.map((row) => [table.of === "user" ? row.gpu_id : row.user_id, row]));
  const refusals: Refusal[] = [];
  const changes: Change[] = [];
  for (const wish of wishes) {
    const row = byId.get(wish.id);
    // Somebody else did the same: there is nothing left to do.
    if (row && stampOf(accessOf(row)) === stampOf(wish.wanted)) continue;
    const refusal = refusalOf(wish, row, table.mayCancel);
    if (refusal) refusals.push(refusal);
    else if (row) {
      const { user_id: userId, gpu_id: gpuId, locale } = row;
      changes.push({ userId, gpuId, before: accessOf(row), after: wish.wanted, locale });
    }
  }
  if (refusals.length > 0) throw new FieldRefusals(refusals);
  return changes;
}
