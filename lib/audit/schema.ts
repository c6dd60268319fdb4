import { z } from "zod";
import { id, searched } from "@/lib/schema";
import { AUDIT_SUBJECTS } from "./actions";

/** The log's part of the URL. Whatever makes no sense there is not there. */
export const auditFiltersSchema = z.object({
  /** What kind of thing; null for all. */
  subject: z.enum(AUDIT_SUBJECTS).nullable().catch(null),
  /** Which one: a user, a GPU, or the number of a reservation. */
  about: searched,
  /** Who did it. */
  actor: searched,
  /** Entries older than this one. */
  before: id.nullable().catch(null),
});
export type AuditFilters = z.output<typeof auditFiltersSchema>;
