/** What the audit log says about one account, and about what it did. */
import { sql } from "@/lib/db";
import type { AuditEntry } from "./queries";

type Row = Omit<AuditEntry, "at" | "actor" | "user" | "gpu"> & {
  at: Date;
  actorId: number | null;
  actorName: string;
  actorUsername: string;
  userId: number | null;
  userName: string;
  userUsername: string;
  gpuId: number | null;
  gpuName: string;
};

const MOST = 10;

const NEWEST = `
  SELECT l.id, l.at, l.action, l.subject_type AS "subjectType", l.subject_id AS "subjectId",
         l.details, l.address, a.id AS "actorId", a.name AS "actorName",
         a.username AS "actorUsername", u.id AS "userId", u.name AS "userName",
         u.username AS "userUsername", g.id AS "gpuId",
         s.name || '-' || g.gpu_index AS "gpuName"
  FROM audit_log l
  LEFT JOIN reservation r ON l.subject_type = 'reservation' AND r.id = l.subject_id
  LEFT JOIN notification n ON l.subject_type = 'notification' AND n.id = l.subject_id
  CROSS JOIN LATERAL (SELECT
    CASE l.subject_type WHEN 'account' THEN l.subject_id
      WHEN 'access' THEN (l.details->>'userId')::int
      ELSE coalesce(r.user_id, n.user_id) END AS user_id,
    CASE WHEN l.subject_type IN ('gpu', 'access') THEN l.subject_id ELSE r.gpu_id END AS gpu_id
  ) about
  LEFT JOIN "user" a ON a.id = l.actor_id
  LEFT JOIN "user" u ON u.id = about.user_id
  LEFT JOIN gpu g ON g.id = about.gpu_id
  LEFT JOIN server s ON s.id = g.server_id
  WHERE l.actor_id = $1 OR about.user_id = $1
  ORDER BY l.id DESC LIMIT ${MOST}`;

const somebody = (id: number | null, name: string, username: string) =>
  id === null ? null : { id, name, username };

/** The newest entries about an account or by it. */
export async function newestOf(accountId: number): Promise<AuditEntry[]> {
  const rows = await sql<Row>(NEWEST, [accountId]);
  return rows.map((row) => ({
    id: row.id,
    at: row.at.getTime(),
    actor: somebody(row.actorId, row.actorName, row.actorUsername),
    action: row.action,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    user: somebody(row.userId, row.userName, row.userUsername),
    gpu: row.gpuId === null ? null : { id: row.gpuId, gpuName: row.gpuName },
    details: row.details,
    address: row.address,
  }));
}
