import { z } from "zod";
import { MUTABLE_KINDS } from "@/lib/domain/mail-kinds";
import { checkbox, id, pageNumber, searched } from "@/lib/schema";

export const MAIL_GROUPS = ["", "unsent", "sent"] as const;

/** The outbox's part of the URL. Whatever makes no sense there is not there. */
export const mailFiltersSchema = z.object({
  group: z.enum(MAIL_GROUPS).catch(""),
  kind: searched,
  search: searched,
  page: pageNumber,
});
export type MailFilters = z.output<typeof mailFiltersSchema>;

export const mailIdSchema = z.object({ id });

/** One box for each kind that may be switched off: ticked, it is sent. */
export const mailPreferencesSchema = z
  .object(Object.fromEntries(MUTABLE_KINDS.map((kind) => [kind, checkbox])))
  .transform((boxes) => MUTABLE_KINDS.filter((kind) => !boxes[kind]));
