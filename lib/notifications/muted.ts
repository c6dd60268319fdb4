import { MUTABLE_KINDS } from "@/lib/domain/mail-kinds";

const KINDS = MUTABLE_KINDS.map((kind) => `'${kind}'`).join(", ");

/** SQL: whether somebody wants mails of a kind. What must reach them counts as wanted always. */
export const isWanted = (userId: string, kind: string): string => `
  (${kind} NOT IN (${KINDS})
   OR NOT EXISTS (SELECT FROM muted_mail m WHERE m.user_id = ${userId} AND m.kind = ${kind}))`;
