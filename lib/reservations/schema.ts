import { z } from "zod";
import { checkbox, id, wholeNumber } from "@/lib/schema";

// No upper bound here: the longest is the GPU's and the user's, and the command names it.
export const hours = wholeNumber(1, Number.MAX_VALUE);

/** Nothing chosen yet is not a GPU that does not exist. */
export const gpuId = z.string().min(1, "required").pipe(id);

export const reserveSchema = z.object({ gpuId, hours, autoStart: checkbox });

export const reservationSchema = z.object({ id });

export const extendSchema = z.object({ id, hours });
