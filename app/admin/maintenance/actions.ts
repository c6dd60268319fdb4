"use server";

import { bringBack, changeMaintenance, takeOut } from "@/lib/maintenance/commands";
import { findMaintenance } from "@/lib/maintenance/queries";
import {
  bringBackSchema,
  changeSchema,
  type Subject,
  takeOutSchema,
} from "@/lib/maintenance/schema";
import { adminAction } from "@/lib/web/action";

const PAGES = { gpu: "/admin/gpus", server: "/admin/servers" } as const;
const pageOf = ({ of, id }: Subject) => `${PAGES[of]}/${id}#maintenance`;

/** Leads to what is taken out, where the maintenance now stands. */
export const takeOutForMaintenance = adminAction({
  schema: takeOutSchema,
  run: async (plan, actor) => {
    await takeOut(actor, plan);
    return { to: pageOf(plan) };
  },
});

export const saveMaintenance = adminAction({
  schema: changeSchema,
  run: async (plan, actor) => {
    await changeMaintenance(actor, plan);
    const changed = await findMaintenance(plan.id);
    return changed ? { to: pageOf(changed.subject) } : undefined;
  },
});

export const bringBackFromMaintenance = adminAction({
  schema: bringBackSchema,
  run: async ({ id }, actor) => {
    await bringBack(actor, id);
    return undefined;
  },
});
