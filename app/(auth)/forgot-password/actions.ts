"use server";

import { after } from "next/server";
import { getTranslations } from "next-intl/server";
import { countResetRequest, mailResetLink } from "@/lib/accounts/commands-reset";
import { forgottenPasswordSchema } from "@/lib/accounts/schema";
import { log } from "@/lib/log";
import { onBehalfOf, requestId } from "@/lib/request-id";
import { publicAction } from "@/lib/web/action";

/**
 * Answers the same to everybody, and before it looks anything up, so that neither the words nor
 * the time tell whether there is such an account.
 */
export const askForReset = publicAction({
  schema: forgottenPasswordSchema,
  run: async ({ login }, { address }) => {
    await countResetRequest(address);
    const request = requestId();
    after(() =>
      onBehalfOf(request, () =>
        mailResetLink(login, address).catch((error: unknown) => {
          log.error({ error }, "a reset link was not mailed");
        }),
      ),
    );
    const t = await getTranslations("auth.forgotten");
    return { message: t("sent") };
  },
});
