"use server";

import { cancelReservation, releaseReservation } from "@/lib/reservations/commands";
import {
  extendAnyReservation,
  moveReservationToFront,
  reassignReservation,
  reserveFor,
} from "@/lib/reservations/commands-admin";
import { extendSchema, reservationSchema } from "@/lib/reservations/schema";
import { endingSchema, reassignSchema, reserveForSchema } from "@/lib/reservations/schema-admin";
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

export const moveToFront = adminAction({
  schema: reservationSchema,
  run: async ({ id }, actor) => {
    await moveReservationToFront(actor, id);
    return undefined;
  },
});

export const extendAnyUse = adminAction({
  schema: extendSchema,
  run: async ({ id, hours }, actor) => {
    await extendAnyReservation(actor, id, hours);
    return undefined;
  },
});

/** Leads to the reservation, which says how it stands on its new GPU. */
export const moveToOtherGpu = adminAction({
  schema: reassignSchema,
  run: async (to, actor) => {
    await reassignReservation(actor, to);
    return { to: `/reservations/${to.id}` };
  },
});

/** Leads to the new reservation: its page says whether the turn has come already. */
export const reserveForUser = adminAction({
  schema: reserveForSchema,
  run: async (application, actor) => ({
    to: `/reservations/${await reserveFor(actor, application)}`,
  }),
});
