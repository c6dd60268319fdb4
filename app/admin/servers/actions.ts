"use server";

import { getTranslations } from "next-intl/server";
import { makeToken, revokeToken } from "@/lib/agents/commands";
import { addFound, replaceCard } from "@/lib/agents/commands-found";
import { foundSchema, newServerSchema, replacementSchema, serverSchema } from "@/lib/agents/schema";
import { createServer } from "@/lib/gpus/servers";
import { adminAction } from "@/lib/web/action";

/** Leads to the new server, where its agent gets a token. */
export const addServer = adminAction({
  schema: newServerSchema,
  run: async ({ name }, actor) => ({ to: `/admin/servers/${await createServer(actor, name)}` }),
});

/** Shows the new token, this once. */
export const makeAgentToken = adminAction({
  schema: serverSchema,
  run: async ({ id }, actor) => ({ reveal: await makeToken(actor, id) }),
});

export const revokeAgentToken = adminAction({
  schema: serverSchema,
  run: async ({ id }, actor) => {
    await revokeToken(actor, id);
    const t = await getTranslations("adminServer.agent");
    return { message: t("revoked") };
  },
});

/** Leads to the new GPU, from where it is made visible. */
export const addFoundCard = adminAction({
  schema: foundSchema,
  run: async ({ id, key }, actor) => ({
    to: `/admin/gpus/${await addFound(actor, id, key)}?notice=created`,
  }),
});

export const replaceOldCard = adminAction({
  schema: replacementSchema,
  run: async ({ id, key, gpuId }, actor) => {
    await replaceCard(actor, { serverId: id, key, gpuId });
    return undefined;
  },
});
