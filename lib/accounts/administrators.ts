import { Refusal } from "@/lib/errors";
import { Prisma } from "@/lib/generated/prisma/client";
import { ACCOUNT_COLUMNS, type AccountDetails, type AccountRow, detailsOf } from "./queries-list";

/**
 * Locks an account and every active administrator until the transaction ends: two administrators
 * who demote each other at one moment wait for one another here. All in the order of their ids:
 * whoever was an administrator a moment ago may be locked by others as one.
 * @throws Refusal "not-found"
 */
export async function lockAccount(
  tx: Prisma.TransactionClient,
  id: number,
): Promise<AccountDetails> {
  await tx.$queryRaw`
    SELECT id FROM "user" WHERE id = ${id} OR (is_admin AND status = 'ACTIVE')
    ORDER BY id FOR NO KEY UPDATE`;
  const [account] = await tx.$queryRaw<AccountRow[]>`
    SELECT ${Prisma.raw(ACCOUNT_COLUMNS)} FROM "user" WHERE id = ${id}`;
  if (!account) throw new Refusal("not-found");
  return detailsOf(account);
}

/**
 * Before an account stops being an active administrator: one must remain.
 * @throws Refusal "last-administrator"
 */
export async function keepAnAdministrator(
  tx: Prisma.TransactionClient,
  leaving: AccountDetails,
  field?: string,
): Promise<void> {
  if (!leaving.isAdmin || leaving.status !== "ACTIVE") return;
  const others = await tx.user.count({
    where: { isAdmin: true, status: "ACTIVE", id: { not: leaving.id } },
  });
  if (others === 0) throw new Refusal("last-administrator", {}, field);
}
