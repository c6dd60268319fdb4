/** The accesses that a new account usually gets. */
import type { Actor } from "@/lib/actor";
import { type Audit, recordAll } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { transaction } from "@/lib/db";
import { FieldRefusals, Refusal } from "@/lib/errors";
import type { DefaultAccess } from "./schema";

// GPUs in the order of their ids, as everywhere; none is deleted until this is done. A statement of
// its own: the next one sees what whoever held the locks has committed.
const LOCK = `SELECT id FROM gpu WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;
const LOAD = `
  SELECT g.id, d.priority FROM gpu g LEFT JOIN default_access d ON d.gpu_id = g.id
  WHERE g.id = ANY($1)`;
const SET = `
  INSERT INTO default_access (gpu_id, priority)
  SELECT c.id, c.priority FROM jsonb_to_recordset($1) AS c(id int, priority int)
  ON CONFLICT (gpu_id) DO UPDATE SET priority = excluded.priority`;

/**
 * Makes the default set as its form has it, all or nothing. Nobody's access changes by that.
 * @throws FieldRefusals with every GPU that is gone, or that somebody else changed meanwhile
 */
export async function saveDefaultAccess(actor: Actor, { gpu }: DefaultAccess): Promise<void> {
  const at = await now();
  const stampOf = (priority: number | null) => (priority === null ? "" : String(priority));
  const wishes = gpu.filter(({ seen, priority }) => stampOf(priority) !== seen);
  await transaction(async (tx) => {
    const ids = wishes.map(({ id }) => id);
    await tx.query(LOCK, [ids]);
    const { rows } = await tx.query<{ id: number; priority: number | null }>(LOAD, [ids]);
    const saved = new Map(rows.map(({ id, priority }) => [id, priority]));
    const refusals = wishes.flatMap(({ id, seen, priority }) => {
      const before = saved.get(id);
      const field = `gpu.${id}.priority`;
      if (before === undefined) return [new Refusal("not-found", {}, field)];
      if (before === priority || stampOf(before) === seen) return [];
      return [new Refusal("form-outdated", {}, field)];
    });
    if (refusals.length > 0) throw new FieldRefusals(refusals);
    const changes = wishes.filter(({ id, priority }) => saved.get(id) !== priority);
    await tx.query(SET, [JSON.stringify(changes.filter(({ priority }) => priority !== null))]);
    await tx.query("DELETE FROM default_access WHERE gpu_id = ANY($1)", [
      changes.filter(({ priority }) => priority === null).map(({ id }) => id),
    ]);
    const audits = changes.map<Audit>(({ id, priority }) => ({
      at,
      actor,
      action: "access.default-changed",
      subjectType: "gpu",
      subjectId: id,
      details: { priority: { from: saved.get(id) ?? null, to: priority } },
    }));
    await recordAll(tx, audits);
  });
}
