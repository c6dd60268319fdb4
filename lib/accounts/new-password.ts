import { Refusal } from "@/lib/errors";
import type { Prisma } from "@/lib/generated/prisma/client";
import { isPersonalPassword } from "./common-passwords";
import { endLinks } from "./links";

/** @throws Refusal "password-personal" at `password` when it contains its owner's names */
export function refusePersonal(password: string, owner: { username: string; email: string }): void {
  if (isPersonalPassword(password, owner)) throw new Refusal("password-personal", {}, "password");
}

/**
 * Sets a password, and ends every session and every open reset link of the account. Returns the
 * version that sessions have from now on.
 * @param account with a `sessionVersion`, only if that is still the one
 * @throws Refusal "changed-meanwhile" when it is not
 */
export async function replacePassword(
  tx: Prisma.TransactionClient,
  account: { id: number; sessionVersion?: number },
  passwordHash: string,
  at: Date,
): Promise<number> {
  const [changed] = await tx.user.updateManyAndReturn({
    where: account,
    data: { passwordHash, sessionVersion: { increment: 1 } },
    select: { sessionVersion: true },
  });
  if (!changed) throw new Refusal("changed-meanwhile");
  await endLinks(tx, account.id, "RESET_PASSWORD", at);
  return changed.sessionVersion;
}
