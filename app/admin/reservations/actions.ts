"use server";

import { cancelReservation, releaseReservation } from "@/lib/reservations/commands";
import { endingSchema } from "@/lib/reservations/schema-admin";
import { adminAction } from "@/lib/web/action";

export const cancelAnyReservation = adminAction({
  schema: endingSchema,
  run: async ({ id, reason }, actor) => {
    await cancelReservation(actor, id, reason);
    return undefined;
  },
});

export const endAnyUse = adminAction({
  schema: endingSchema,
  run: async ({ id, reason }, actor) => {
    await releaseReservation(actor, id, reason);
    return undefined;
  },
});
