"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { editAccount, makeResetLink } from "@/lib/accounts/commands-edit";
import { approveAccounts, disableAccounts, type Outcome } from "@/lib/accounts/commands-several";
import {
  accountEditSchema,
  accountIdSchema,
  approvalSchema,
  severalAccountsSchema,
} from "@/lib/accounts/schema";
import { FieldRefusals, Refusal } from "@/lib/errors";
import { adminAction } from "@/lib/web/action";

export const approve = adminAction({
  schema: approvalSchema,
  run: async ({ id, withDefaultAccess }, actor) => {
    await approveAccount(actor, id, { withDefaultAccess });
    return undefined;
  },
});

export const enable = adminAction({
  schema: accountIdSchema,
  run: async ({ id }, actor) => {
    await enableAccount(actor, id);
    return undefined;
  },
});

export const disable = adminAction({
  schema: accountIdSchema,
  run: async ({ id }, actor) => {
    await disableAccount(actor, id);
    return undefined;
  },
});

/** Says of each account why it is not as wanted. What was done stays done, and is shown. */
function refuseFailed(outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ refusal }) => refusal !== null);
  if (failed.length === 0) return;
  refresh();
  const counts = { done: outcomes.length - failed.length, failed: failed.length };
  throw new FieldRefusals([
    new Refusal("not-all", counts),
    ...failed.map(({ id, refusal }) => new Refusal(refusal ?? "not-found", {}, `account.${id}`)),
  ]);
}

export const approveSelected = adminAction({
  schema: severalAccountsSchema,
  run: async ({ ids, withDefaultAccess }, actor) => {
    refuseFailed(await approveAccounts(actor, ids, { withDefaultAccess }));
    const t = await getTranslations("adminAccounts");
    return { message: t("selected.approvedAll", { count: ids.length }) };
  },
});

export const disableSelected = adminAction({
  schema: severalAccountsSchema,
  run: async ({ ids }, actor) => {
    refuseFailed(await disableAccounts(actor, ids));
    const t = await getTranslations("adminAccounts");
    return { message: t("selected.disabledAll", { count: ids.length }) };
  },
});

export const saveAccount = adminAction({
  schema: accountEditSchema,
  run: async (edit, actor) => {
    await editAccount(actor, edit);
    const t = await getTranslations("adminAccounts");
    return { message: t("saved") };
  },
});

/** Answers with the link itself: this is the only time it is shown. */
export const giveResetLink = adminAction({
  schema: accountIdSchema,
  run: async ({ id }, actor) => {
    const t = await getTranslations("adminAccounts");
    return { message: `${t("resetLinkMade")} ${await makeResetLink(actor, id)}` };
  },
});
