import type { Actor } from "@/lib/actor";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";
import type { AuditAction, AuditSubject } from "./actions";

/** What a command did, for the audit log; written in the same transaction as the change itself. */
export type Audit = {
  at: Date;
  /** Null: gpusched itself. */
  actor: (Pick<Actor, "address"> & { id: number | null }) | null;
  /** "account.approved": the subject and what was done to it. */
  action: AuditAction;
  subjectType: AuditSubject;
  subjectId: number | null;
  /** Changed values as `{ field: { from, to } }`, or other facts. Never a secret. */
  details?: Prisma.InputJsonObject;
};

/** Appends to the audit log. */
export async function record(tx: Prisma.TransactionClient, audit: Audit): Promise<void> {
  const { at, actor, action, subjectType, subjectId, details = {} } = audit;
  await tx.auditEntry.create({
    data: {
      at,
      actorId: actor?.id ?? null,
      address: actor?.address ?? null,
      action,
      subjectType,
      subjectId,
      details,
    },
  });
}

const RECORD_ALL = `
  INSERT INTO audit_log (at, actor_id, address, action, subject_type, subject_id, details)
  SELECT e.at, e.actor_id, e.address, e.action, e.subject_type, e.subject_id, e.details
  FROM jsonb_to_recordset($1) AS e(
    at timestamptz, actor_id int, address text, action text, subject_type text, subject_id int,
    details jsonb)`;

/** Appends several entries in a transaction of SQL. */
export async function recordAll(tx: Transaction, audits: readonly Audit[]): Promise<void> {
  const rows = audits.map(({ at, actor, action, subjectType, subjectId, details = {} }) => ({
    at,
    actor_id: actor?.id ?? null,
    address: actor?.address ?? null,
    action,
    subject_type: subjectType,
    subject_id: subjectId,
    details,
  }));
  await tx.query(RECORD_ALL, [JSON.stringify(rows)]);
}

/** The fields in which two versions differ, as `{ field: { from, to } }`. */
export function changesBetween<Row extends Record<string, string | number | boolean | null>>(
  before: Row,
  after: Row,
): Record<string, { from: Row[keyof Row]; to: Row[keyof Row] }> {
  const changes: Record<string, { from: Row[keyof Row]; to: Row[keyof Row] }> = {};
  for (const field of Object.keys(after) as (keyof Row & string)[]) {
    if (before[field] !== after[field]) changes[field] = { from: before[field], to: after[field] };
  }
  return changes;
}
