"use server";

import { getTranslations } from "next-intl/server";
import { saveAccess } from "@/lib/access/commands";
import { accessTableSchema } from "@/lib/access/schema";
import { adminAction } from "@/lib/web/action";

/** The whole table at once: all of it is saved, or nothing. */
export const saveAccessTable = adminAction({
  schema: accessTableSchema,
  run: async (table, actor) => {
    await saveAccess(actor, table);
    const t = await getTranslations("adminAccess");
    return { message: t("saved") };
  },
});
