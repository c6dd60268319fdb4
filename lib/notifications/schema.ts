import { z } from "zod";
import { id, pageNumber, searched } from "@/lib/schema";

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
