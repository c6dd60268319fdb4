/**
 * Takes GPUs and servers out for maintenance and brings them back. Each command is one transaction
 * under the locks of all GPUs that it is about, so that no turn slips through meanwhile.
 */
import type { Actor } from "@/lib/actor";
import { type Audit, recordAll } from "@/lib/audit/record";
import { type Transaction, transaction } from "@/lib/db";
import { type Plan, planned } from "@/lib/domain/maintenance-plan";
import type { Instant } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import type { WholeGpu } from "@/lib/reservations/engine/lock";
import { announced, calledOff, type Maintenance } from "./announce";
import { changeOutages } from "./apply";
import { lockSubject } from "./locked";
import type { Subject } from "./schema";
import { versionOf } from "./views";

type Reason = { readonly reason: string };
type Verb = "planned" | "changed" | "over" | "called-off";

const date = (instant: Instant | null) => (instant === null ? null : new Date(instant));
const iso = (instant: Instant | null) => date(instant)?.toISOString() ?? null;

function auditOf(
  { of, id }: Subject,
  verb: Verb,
  { actor, now }: { actor: Actor; now: Instant },
  details: Audit["details"],
): Audit {
  const action = `${of}.maintenance-${verb}` as const;
  return { at: new Date(now), actor, action, subjectType: of, subjectId: id, details };
}

/** From when to when a plan means. @throws Refusal at its field */
function checked(plan: Plan, now: Instant) {
  const fits = planned(plan, now);
  if ("code" in fits) throw new Refusal(fits.code, {}, fits.field);
  return fits;
}

/**
 * One transaction. A GPU in use may come into the server meanwhile, whose use was not looked at.
 * @throws Refusal "changed-meanwhile" then
 */
function atOnce<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return transaction(work).catch((error: unknown) => {
    const isGuarded = error instanceof Error && "code" in error && error.code === "GP003";
    throw isGuarded ? new Refusal("changed-meanwhile") : error;
  });
}

const OVERLAPS = `
  SELECT FROM maintenance m
  WHERE (m.gpu_id = CASE $1 WHEN 'gpu' THEN $2::int END
      OR m.server_id = CASE $1 WHEN 'server' THEN $2::int END)
    AND m.id IS DISTINCT FROM $3 AND tstzrange(m.begins_at, m.ends_at) && tstzrange($4, $5) LIMIT 1`;

async function refuseOverlap(
  tx: Transaction,
  { of, id }: Subject,
  own: number | null,
  { from, until }: { from: Instant; until: Instant | null },
): Promise<void> {
  const values = [of, id, own, date(from), date(until)];
  if ((await tx.query(OVERLAPS, values)).rowCount) throw new Refusal("maintenance-overlaps");
}

const INSERT = `
  INSERT INTO maintenance (gpu_id, server_id, begins_at, ends_at, reason, made_by, made_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`;

/**
 * Takes a GPU or a server out. What is in use ends where the maintenance begins, a turn that would
 * reach into it is taken back, and everybody with a reservation is told. Returns its id.
 * @throws Refusal "not-found", "in-the-past", "until-before-from", "maintenance-overlaps"
 */
export async function takeOut(
  actor: Actor,
  { of, id, reason, ...plan }: Subject & Plan & Reason,
): Promise<number> {
  const { made, mails } = await atOnce(async (tx) => {
    const locked = await lockSubject(tx, { of, id });
    const { now } = locked;
    const times = checked(plan, now);
    await refuseOverlap(tx, { of, id }, null, times);
    const [gpuId, serverId] = of === "gpu" ? [id, null] : [null, id];
    const about = [date(times.from), date(times.until), reason, actor.id, date(now)];
    let made = 0;
    const mails = await changeOutages(tx, actor, locked, {
      change: async () => {
        const { rows } = await tx.query<{ id: number }>(INSERT, [gpuId, serverId, ...about]);
        made = rows[0]?.id ?? 0;
      },
      tell: (gpu, affected) => announced(gpu, affected, { id: made, reason, ...times }, false),
    });
    const details = { begins: iso(times.from), ends: iso(times.until), reason };
    await recordAll(tx, [auditOf({ of, id }, "planned", { actor, now }, details)]);
    return { made, mails };
  });
  await announceMails(mails);
  return made;
}

type Row = {
  gpu_id: number | null;
  server_id: number | null;
  begins_at: Date;
  ends_at: Date | null;
  reason: string;
};
const FIND = "SELECT gpu_id, server_id, begins_at, ends_at, reason FROM maintenance WHERE id = $1";

/** A maintenance that is ahead or goes on, with its GPUs locked. @throws Refusal */
async function lockOpen(tx: Transaction, id: number) {
  const [seen] = (await tx.query<Row>(FIND, [id])).rows;
  if (!seen) throw new Refusal("not-found");
  const subject: Subject =
    seen.gpu_id === null
      ? { of: "server", id: seen.server_id ?? 0 }
      : { of: "gpu", id: seen.gpu_id };
  const locked = await lockSubject(tx, subject);
  const [row] = (await tx.query<Row>(`${FIND} FOR UPDATE`, [id])).rows;
  if (!row) throw new Refusal("not-found");
  const { reason } = row;
  const before: Maintenance = {
    id,
    from: row.begins_at.getTime(),
    until: row.ends_at?.getTime() ?? null,
    reason,
  };
  const isOver = before.until !== null && before.until <= Math.max(locked.now, before.from);
  if (isOver) throw new Refusal("maintenance-over");
  return { subject, locked, before };
}

const UPDATE = "UPDATE maintenance SET begins_at = $2, ends_at = $3, reason = $4 WHERE id = $1";

/**
 * Gives maintenance other times or another reason. One that goes on keeps its beginning.
 * @throws Refusal "maintenance-over", "form-outdated" when `seen` is not how it stands, as `takeOut`
 */
export async function changeMaintenance(
  actor: Actor,
  { id, seen, reason, ...plan }: { id: number; seen: string } & Plan & Reason,
): Promise<void> {
  const mails = await atOnce(async (tx) => {
    const { subject, locked, before } = await lockOpen(tx, id);
    if (versionOf(before) !== seen) throw new Refusal("form-outdated");
    const { now } = locked;
    const hasBegun = before.from <= now;
    const times = checked({ ...plan, from: hasBegun ? null : plan.from }, now);
    const after: Maintenance = { id, reason, ...times, ...(hasBegun && { from: before.from }) };
    if (versionOf(after) === versionOf(before)) return [];
    await refuseOverlap(tx, subject, id, after);
    const hasMoved = after.from !== before.from || after.until !== before.until;
    const mails = await changeOutages(tx, actor, locked, {
      change: async () => {
        await tx.query(UPDATE, [id, date(after.from), date(after.until), reason]);
      },
      tell: (gpu, affected) => (hasMoved ? announced(gpu, affected, after, true) : []),
    });
    const changed = (from: string | null, to: string | null) =>
      from === to ? undefined : { from, to };
    const details = {
      begins: changed(iso(before.from), iso(after.from)),
      ends: changed(iso(before.until), iso(after.until)),
      reason: changed(before.reason, reason),
    };
    await recordAll(tx, [auditOf(subject, "changed", { actor, now }, details)]);
    return mails;
  });
  await announceMails(mails);
}

const WERE_TOLD = `
  SELECT DISTINCT reservation_id AS id FROM notification
  WHERE kind = 'maintenance' AND reservation_id = ANY($1) AND mark LIKE $2`;

async function toldOf(
  tx: Transaction,
  id: number,
  gpus: readonly WholeGpu[],
): Promise<Set<number>> {
  const live = gpus.flatMap(({ state }) => state.reservations.map((each) => each.id));
  const { rows } = await tx.query<{ id: number }>(WERE_TOLD, [live, `${id}@%`]);
  return new Set(rows.map((row) => row.id));
}

/**
 * Brings back what is out, or calls off what has not begun. Those are told to whom a mail said
 * otherwise; where none said until when, whoever's turn it is hears of that, and the others have
 * lost nothing.
 * @throws Refusal "not-found", "maintenance-over"
 */
export async function bringBack(actor: Actor, id: number): Promise<void> {
  const mails = await atOnce(async (tx) => {
    const { subject, locked, before } = await lockOpen(tx, id);
    const { now, gpus } = locked;
    const isCalledOff = before.from > now;
    const saidOtherwise = isCalledOff || before.until !== null;
    const told = saidOtherwise ? await toldOf(tx, id, gpus) : new Set<number>();
    const end = isCalledOff ? before.from : now;
    const mails = await changeOutages(tx, actor, locked, {
      change: async () => {
        await tx.query(UPDATE, [id, date(before.from), date(end), before.reason]);
      },
      tell: (gpu, affected) => calledOff(gpu, affected, before, isCalledOff, told),
    });
    const details = { begins: iso(before.from), ends: iso(before.until), reason: before.reason };
    const verb = isCalledOff ? "called-off" : "over";
    await recordAll(tx, [auditOf(subject, verb, { actor, now }, details)]);
    return mails;
  });
  await announceMails(mails);
}
