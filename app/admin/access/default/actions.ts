"use server";

import { getTranslations } from "next-intl/server";
import { saveDefaultAccess } from "@/lib/access/commands-default";
import { defaultAccessSchema } from "@/lib/access/schema";
import { adminAction } from "@/lib/web/action";

/** The whole set at once: all of it is saved, or nothing. */
export const saveDefaultSet = adminAction({
  schema: defaultAccessSchema,
  run: async (set, actor) => {
    await saveDefaultAccess(actor, set);
    const t = await getTranslations("adminAccess.default");
    return { message: t("saved") };
  },
});
