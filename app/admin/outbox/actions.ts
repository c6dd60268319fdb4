"use server";

import { getTranslations } from "next-intl/server";
import { sendAgain } from "@/lib/notifications/commands";
import { mailIdSchema } from "@/lib/notifications/schema";
import { adminAction } from "@/lib/web/action";

export const sendMailAgain = adminAction({
  schema: mailIdSchema,
  run: async ({ id }, actor) => {
    await sendAgain(actor, id);
    const t = await getTranslations("adminOutbox");
    return { message: t("queued") };
  },
});
