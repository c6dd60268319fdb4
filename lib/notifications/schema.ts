import { z } from "zod";
import { MUTABLE_KINDS } from "@/lib/domain/mail-kinds";
import { day } from "@/lib/period";
import { checkbox, id, pageNumber, searched, urlQuery } from "@/lib/schema";

/** "unsent" is whatever has not left: what waits, and what was given up. */
export const MAIL_GROUPS = ["", "unsent", "waiting", "failed", "sent"] as const;

/** The outbox's part of the URL. Whatever makes no sense there is not there. */
export const mailFiltersSchema = urlQuery({
  group: z.enum(MAIL_GROUPS).catch(""),
  kind: searched,
  search: searched,
  /** The first and the last day of the period, both included. */
  from: day,
  to: day,
  page: pageNumber,
});
export type MailFilters = z.output<typeof mailFiltersSchema>;

export const mailIdSchema = z.object({ id });

/** One box for each kind that may be switched off: ticked, it is sent. */
export const mailPreferencesSchema = z
  .object(Object.fromEntries(MUTABLE_KINDS.map((kind) => [kind, checkbox])))
  .transform((boxes) => MUTABLE_KINDS.filter((kind) => !boxes[kind]));
