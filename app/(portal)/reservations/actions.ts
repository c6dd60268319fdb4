"use server";

import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  reserve,
  startReservation,
} from "@/lib/reservations/commands";
import { extendSchema, reservationSchema, reserveSchema } from "@/lib/reservations/schema";
import { userAction } from "@/lib/web/action";

/** Leads to the new reservation: its page says whether the turn has come already. */
export const reserveGpu = userAction({
  schema: reserveSchema,
  run: async (application, actor) => ({ to: `/reservations/${await reserve(actor, application)}` }),
});

/** Leads to where the connection info now stands. */
export const start = userAction({
  schema: reservationSchema,
  run: async ({ id }, actor) => {
    await startReservation(actor, id);
    return { to: `/reservations/${id}` };
  },
});

export const giveWay = userAction({
  schema: reservationSchema,
  run: async ({ id }, actor) => {
    await giveWayOnce(actor, id);
  },
});

/** Leaves the queue, or declines a turn. */
export const cancel = userAction({
  schema: reservationSchema,
  run: async ({ id }, actor) => {
    await cancelReservation(actor, id);
  },
});

export const release = userAction({
  schema: reservationSchema,
  run: async ({ id }, actor) => {
    await releaseReservation(actor, id);
  },
});

export const extend = userAction({
  schema: extendSchema,
  run: async ({ id, hours }, actor) => {
    await extendReservation(actor, id, hours);
  },
});
