import type { Actor } from "@/lib/actor";
import type { Prisma } from "@/lib/generated/prisma/client";

export type AuditSubject = "account" | "gpu" | "server" | "access" | "notification" | "portal";

/** What a command did, for the audit log; written in the same transaction as the change itself. */
export type Audit = {
  at: Date;
  /** Null: gpusched itself. */
  actor: (Pick<Actor, "address"> & { id: number | null }) | null;
  /** "account.approved": the subject and what was done to it. */
  action: string;
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
