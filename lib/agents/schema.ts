/** What administrators may ask about servers and the cards found on them. */
import { z } from "zod";
import { id, line } from "@/lib/schema";

export const newServerSchema = z.object({ name: line(80) });

/** A server. */
export const serverSchema = z.object({ id });

/** A card that was found on a server. */
export const foundSchema = z.object({ id, key: z.string().min(1).max(60) });

/** A card that was found, in the place of a GPU's old one. */
export const replacementSchema = foundSchema.extend({ gpuId: id });
