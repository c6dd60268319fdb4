"use server";

import { getTranslations } from "next-intl/server";
import { createGpu, deleteGpu, editGpu, setGpuEnabled } from "@/lib/gpus/commands";
import {
  gpuEditSchema,
  gpuIdSchema,
  newGpuSchema,
  serverIdSchema,
  serverNameSchema,
} from "@/lib/gpus/schema";
import { deleteServer, renameServer } from "@/lib/gpus/servers";
import { adminAction } from "@/lib/web/action";

/** Leads to the new GPU, from where it is made visible. */
export const addGpu = adminAction({
  schema: newGpuSchema,
  run: async (input, actor) => ({
    to: `/admin/gpus/${await createGpu(actor, input)}?notice=created`,
  }),
});

export const saveGpu = adminAction({
  schema: gpuEditSchema,
  run: async (edit, actor) => {
    await editGpu(actor, edit);
    const t = await getTranslations("adminGpus");
    return { message: t("saved") };
  },
});

export const enableGpu = adminAction({
  schema: gpuIdSchema,
  run: async ({ id }, actor) => {
    await setGpuEnabled(actor, id, true);
    return undefined;
  },
});

export const disableGpu = adminAction({
  schema: gpuIdSchema,
  run: async ({ id }, actor) => {
    await setGpuEnabled(actor, id, false);
    return undefined;
  },
});

export const removeGpu = adminAction({
  schema: gpuIdSchema,
  run: async ({ id }, actor) => {
    await deleteGpu(actor, id);
    return { to: "/admin/gpus" };
  },
});

export const nameServer = adminAction({
  schema: serverNameSchema,
  run: async ({ id, name }, actor) => {
    await renameServer(actor, id, name);
    return undefined;
  },
});

export const removeServer = adminAction({
  schema: serverIdSchema,
  run: async ({ id }, actor) => {
    await deleteServer(actor, id);
    return undefined;
  },
});
