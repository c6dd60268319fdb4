import { z } from "zod";
import { day } from "@/lib/period";
import { id, searched, urlQuery } from "@/lib/schema";
import { AUDIT_SUBJECTS } from "./actions";

/** The log's part of the URL. Whatever makes no sense there is not there. */
export const auditFiltersSchema = urlQuery({
  /** What kind of thing; null for all. */
  subject: z.enum(AUDIT_SUBJECTS).nullable().catch(null),
  /** Which one: the name of a user, GPU or server, or a number such as "#12". */
  about: searched,
  /** Who did it. */
  actor: searched,
  /** Words in what changed, or a network address. */
  text: searched,
  /** The first and the last day of the period, both included. */
  from: day,
  to: day,
  /** Entries older than this one. */
  before: id.nullable().catch(null),
});
export type AuditFilters = z.output<typeof auditFiltersSchema>;
