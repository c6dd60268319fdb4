"use server";

import { getTranslations } from "next-intl/server";
import { approveAccount, disableAccount, enableAccount } from "@/lib/accounts/commands-admin";
import { editAccount, makeResetLink } from "@/lib/accounts/commands-edit";
import { accountEditSchema, accountIdSchema } from "@/lib/accounts/schema";
import { adminAction } from "@/lib/web/action";

export const approve = adminAction({
  schema: accountIdSchema,
  run: async ({ id }, actor) => {
    await approveAccount(actor, id);
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
