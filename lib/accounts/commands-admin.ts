/** What administrators decide about accounts: who may use the portal. */
import type { Actor } from "@/lib/actor";
import { record } from "@/lib/audit/record";
import { now } from "@/lib/clock";
import { db } from "@/lib/db";
import type { AccountStatus } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { announceMails } from "@/lib/jobs/producers";
import { notify } from "@/lib/notifications/commands";
import { keepAnAdministrator, lockAccount } from "./administrators";
import { giveDefaultAccess } from "./default-access";
import { endLinks } from "./links";
import { settleReservationsOf } from "./settle";

type Decision = {
  from: readonly AccountStatus[];
  to: "ACTIVE" | "DISABLED";
  action: "account.approved" | "account.enabled" | "account.disabled";
  withDefaultAccess?: boolean;
};

/** Moves an account from one status to another and tells its user; asked twice, it is done once. */
async function decide(actor: Actor, id: number, decision: Decision): Promise<void> {
  const { from, to, action, withDefaultAccess } = decision;
  const at = await now();
  const mails = await db().$transaction(async (tx) => {
    const account = await lockAccount(tx, id);
    if (account.status === to) return [];
    if (!from.includes(account.status)) throw new Refusal("changed-meanwhile");
    if (to === "DISABLED") {
      if (id === actor.id) throw new Refusal("yourself");
      await keepAnAdministrator(tx, account);
      await endLinks(tx, id, "RESET_PASSWORD", at);
    }
    // Sessions of before stay ended when a disabled account is enabled again.
    const sessionVersion = to === "DISABLED" ? { increment: 1 } : undefined;
    await tx.user.update({ where: { id }, data: { status: to, sessionVersion } });
    await record(tx, {
      at,
      actor,
      action,
      subjectType: "account",
      subjectId: id,
      details: { status: { from: account.status, to } },
    });
    if (withDefaultAccess) await giveDefaultAccess(tx, actor, id, at);
    const kind = to === "ACTIVE" ? "account-approved" : "account-disabled";
    return [await notify(tx, id, { kind, facts: {} }, at)];
  });
  await announceMails(mails);
  await settleReservationsOf(id);
}

/**
 * Lets a registered person in, with the default access if wanted.
 * @throws Refusal "changed-meanwhile" when it was disabled since
 */
export const approveAccount = (
  actor: Actor,
  id: number,
  { withDefaultAccess = false } = {},
): Promise<void> =>
  decide(actor, id, {
    from: ["PENDING"],
    to: "ACTIVE",
    action: "account.approved",
    withDefaultAccess,
  });

/** Lets a disabled person in again. @throws Refusal */
export const enableAccount = (actor: Actor, id: number): Promise<void> =>
  decide(actor, id, { from: ["DISABLED"], to: "ACTIVE", action: "account.enabled" });

/**
 * Shuts a person out: their sessions and reset links end, a turn of theirs is withdrawn.
 * @throws Refusal "yourself", "last-administrator"
 */
export const disableAccount = (actor: Actor, id: number): Promise<void> =>
  decide(actor, id, { from: ["PENDING", "ACTIVE"], to: "DISABLED", action: "account.disabled" });
