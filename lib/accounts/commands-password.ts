import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { confirmPassword } from "./credentials";
import { refusePersonal, replacePassword } from "./new-password";
import { hashPassword } from "./passwords";
import type { SessionClaims } from "./queries";

/**
 * Changes the actor's password. Every session of the account ends; the answer is the claims of
 * the one with which this browser goes on.
 * @throws Refusal
 */
export async function changePassword(
  actor: Actor,
  { currentPassword, password }: { currentPassword: string; password: string },
): Promise<SessionClaims> {
  const seen = await confirmPassword(actor.id, currentPassword);
  const owner = await db().user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { id: true, username: true, email: true },
  });
  refusePersonal(password, owner);
  const passwordHash = await hashPassword(password);
  const at = await now();
  return db().$transaction(async (tx) => {
    const account = { id: actor.id, sessionVersion: seen };
    const sessionVersion = await replacePassword(tx, account, passwordHash, at);
    await record(tx, {
      at,
      actor,
      action: "account.password-changed",
      subjectType: "account",
      subjectId: actor.id,
    });
    return { userId: actor.id, sessionVersion };
  });
}
