/** What administrators enter about maintenance. */
import { z } from "zod";
import { id, line } from "@/lib/schema";

export const SUBJECTS = ["gpu", "server"] as const;

/** What is taken out: one GPU, or a server with all of its GPUs. */
export type Subject = { readonly of: (typeof SUBJECTS)[number]; readonly id: number };

/** The page's part of the URL that says what it is about. */
export const subjectSchema = z.object({ of: z.enum(SUBJECTS), id });

/** Why, in words that everybody who sees the GPU reads. */
export const reason = line(500);

/** An instant as ISO 8601 in UTC; "" for none. The page has read it from the viewer's clock. */
const instant = z
  .string()
  .refine((text) => text === "" || z.iso.datetime().safeParse(text).success, "not-a-time")
  .transform((text) => (text === "" ? null : Date.parse(text)));

const plan = { from: instant, until: instant, reason };

export const takeOutSchema = z.object({ of: z.enum(SUBJECTS, "not-found"), id, ...plan });
export const changeSchema = z.object({ id, seen: z.string().max(100), ...plan });
export const bringBackSchema = z.object({ id });
