"use server";

import { getTranslations } from "next-intl/server";
import { foretellMatrix, saveMatrix } from "@/lib/access/commands";
import { matrixChangesSchema, matrixSaveSchema } from "@/lib/access/schema";
import { adminAnswer } from "@/lib/web/action";
import { previewOf } from "./preview";

/** What saving would do to those who wait. */
export const previewMatrix = adminAnswer({
  schema: matrixChangesSchema,
  run: async ({ changes }, actor) => previewOf(await foretellMatrix(actor, changes)),
});

/** Saves what was previewed; answers with what was done. */
export const saveMatrixChanges = adminAnswer({
  schema: matrixSaveSchema,
  changes: true,
  run: async ({ changes, digest }, actor) => {
    const { changed, kept } = await saveMatrix(actor, changes, digest);
    const t = await getTranslations("adminAccess.preview");
    return t("done", { changed, kept: kept.length });
  },
});
