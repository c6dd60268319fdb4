/** What the audit log says about one account, and about what it did. */
import { sql } from "@/lib/db";
import { type AuditEntry, type EntryRow, SELECT_ENTRIES, toEntry } from "./queries";

const MOST = 10;
/** Whatever is new of somebody's reservations is of their last ones. */
const LAST_RESERVATIONS = 30;

// Each part reads an index, so that a long log costs no more than a short one.
const NEWEST = `${SELECT_ENTRIES}
  WHERE l.id = ANY(ARRAY(
    (SELECT id FROM audit_log WHERE actor_id = $1 ORDER BY id DESC LIMIT ${MOST})
    UNION (SELECT id FROM audit_log WHERE subject_type = 'account' AND subject_id = $1
           ORDER BY id DESC LIMIT ${MOST})
    UNION (SELECT id FROM audit_log
           WHERE subject_type = 'access' AND (details->>'userId')::int = $1
           ORDER BY id DESC LIMIT ${MOST})
    UNION (SELECT id FROM audit_log
           WHERE subject_type = 'reservation' AND subject_id = ANY(ARRAY(
             SELECT id FROM reservation WHERE user_id = $1
             ORDER BY reservation_time DESC LIMIT ${LAST_RESERVATIONS}))
           ORDER BY id DESC LIMIT ${MOST})
    ORDER BY id DESC LIMIT ${MOST}))
  ORDER BY l.id DESC`;

/** The newest entries about an account or by it. */
export async function newestOf(accountId: number): Promise<AuditEntry[]> {
  return (await sql<EntryRow>(NEWEST, [accountId])).map(toEntry);
}
