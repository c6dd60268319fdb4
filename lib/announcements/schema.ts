import { z } from "zod";
import { paragraph } from "@/lib/schema";

export const ANNOUNCEMENT_LENGTH = 500;

const words = z
  .preprocess(
    (typed) => (typeof typed === "string" && typed.trim() === "" ? undefined : typed),
    paragraph(ANNOUNCEMENT_LENGTH).optional(),
  )
  .transform((text) => text ?? null);

/** `until` is a day and a time on the writer's wall clock ("2026-03-02T18:00"), "" for none. */
export const announcementSchema = z
  .object({
    textZh: words,
    textEn: words,
    until: z.string().trim().max(40, "not-a-time").default(""),
    /** Which one the writer saw, "" for none, so that nobody replaces a newer one unseen. */
    seen: z.string().max(20),
  })
  .refine(({ textZh, textEn }) => textZh !== null || textEn !== null, {
    message: "required",
    path: ["textZh"],
  });

export const seenAnnouncementSchema = z.object({ seen: z.string().min(1).max(20) });
