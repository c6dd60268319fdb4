/**
 * What PostgreSQL refuses, in words for people. The database has the last word on what must be
 * unique, since two requests may pass every check before it at the same moment.
 */
import { z } from "zod";
import { Refusal, type RefusalCode } from "./errors";

// Prisma over adapter-pg names the index here (its documented `meta.target` stays empty) …
const byPrisma = z.object({
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({
        originalCode: z.literal("23505"),
        constraint: z.object({ index: z.string() }),
      }),
    }),
  }),
});
// … and pg itself here.
const byPg = z.object({ code: z.literal("23505"), constraint: z.string() });

/** The unique index that a write ran into, or null when the error is something else. */
export function violatedIndex(error: unknown): string | null {
  const prisma = byPrisma.safeParse(error);
  if (prisma.success) return prisma.data.meta.driverAdapterError.cause.constraint.index;
  const pg = byPg.safeParse(error);
  return pg.success ? pg.data.constraint : null;
}

/** Each index that people can run into: what it means to them, and at which form field. */
const MEANINGS: Readonly<Record<string, readonly [code: RefusalCode, field: string]>> = {
  user_username_key: ["username-taken", "username"],
  user_email_key: ["email-taken", "email"],
  user_phone_key: ["phone-taken", "phone"],
  gpu_server_id_gpu_index_key: ["server-index-taken", "index"],
  server_name_key: ["server-name-taken", "name"],
};

/** The error as a refusal at its field where people can run into it, else the error unchanged. */
export function explained(error: unknown): unknown {
  const meaning = MEANINGS[violatedIndex(error) ?? ""];
  return meaning ? new Refusal(meaning[0], {}, meaning[1]) : error;
}
