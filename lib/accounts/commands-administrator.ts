import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import { hashPassword } from "./passwords";
import { administratorSchema, type NewAdministrator } from "./schema";
import { refuseTaken } from "./taken";

/** A password that nobody has to think of: 20 letters, digits, - and _. */
export const randomPassword = (): string => randomBytes(15).toString("base64url");

/**
 * Makes an active administrator, for the start script and `npm run admin:create`. Returns the id.
 * @throws z.ZodError with refusal codes as messages when a field is wrong
 * @throws FieldRefusals or Refusal when a name, address or number is taken
 */
export async function createAdministrator(wanted: NewAdministrator): Promise<number> {
  const { password, ...identity }: z.output<typeof administratorSchema> =
    administratorSchema.parse(wanted);
  await refuseTaken(identity, null);
  const passwordHash = await hashPassword(password);
  const at = await now();
  const made = db().$transaction(async (tx) => {
    const account = await tx.user.create({
      data: { ...identity, passwordHash, status: "ACTIVE", isAdmin: true, createdAt: at },
      select: { id: true },
    });
    await record(tx, {
      at,
      actor: null,
      action: "account.administrator-created",
      subjectType: "account",
      subjectId: account.id,
      details: { username: identity.username, email: identity.email },
    });
    return account.id;
  });
  return made.catch((error: unknown) => {
    throw explained(error);
  });
}
