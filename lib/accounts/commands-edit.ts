import type { Actor } from "@/lib/actor";
import { changesBetween, record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import { explained } from "@/lib/db-errors";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { keepAnAdministrator, lockAccount } from "./administrators";
import { issueLink, linkUrl, mailLink } from "./links";
import { editable, versionOf } from "./queries-list";
import type { AccountEdit } from "./schema";
import { refuseTaken } from "./taken";

/**
 * Changes what is known about an account, whose status has its own commands. A changed e-mail
 * address has to be verified again.
 * @throws FieldRefusals or Refusal; "form-outdated" when it is not what was `seen` any more
 */
export async function editAccount(actor: Actor, edit: AccountEdit): Promise<void> {
  const { id, seen, ...wanted } = edit;
  await refuseTaken(wanted, id);
  const at = await now();
  const changed = db().$transaction(async (tx) => {
    const account = await lockAccount(tx, id);
    if (versionOf(account) !== seen) throw new Refusal("form-outdated");
    const before = editable(account);
    if (before.isAdmin && !wanted.isAdmin) {
      if (id === actor.id) throw new Refusal("yourself", {}, "isAdmin");
      await keepAnAdministrator(tx, account, "isAdmin");
    }
    const details = changesBetween<typeof before>(before, wanted);
    if (Object.keys(details).length === 0) return [];
    const hasNewEmail = wanted.email !== before.email;
    const data = hasNewEmail ? { ...wanted, emailVerifiedAt: null } : wanted;
    await tx.user.update({ where: { id }, data });
    await record(tx, {
      at,
      actor,
      action: "account.edited",
      subjectType: "account",
      subjectId: id,
      details,
    });
    if (!hasNewEmail || account.status === "DISABLED") return [];
    return [await mailLink(tx, { id, email: wanted.email }, "VERIFY_EMAIL", at)];
  });
  const mails = await changed.catch((error: unknown) => {
    throw explained(error);
  });
  await announceMails(mails);
}

/**
 * Makes a link with which the account's user chooses a new password, for an administrator to hand
 * over where mail does not arrive. Returns its address, which is kept nowhere.
 * @throws Refusal "account-disabled", since no link works for a disabled account
 */
export async function makeResetLink(actor: Actor, id: number): Promise<string> {
  const at = await now();
  const linkId = await db().$transaction(async (tx) => {
    const account = await tx.user.findUnique({
      where: { id },
      select: { id: true, email: true, status: true },
    });
    if (!account) throw new Refusal("not-found");
    if (account.status === "DISABLED") throw new Refusal("account-disabled");
    await record(tx, {
      at,
      actor,
      action: "account.reset-link-made",
      subjectType: "account",
      subjectId: id,
    });
    return issueLink(tx, account, "RESET_PASSWORD", at);
  });
  return linkUrl(linkId, "RESET_PASSWORD");
}
