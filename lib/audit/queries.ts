/** The audit log as administrators read it. */
import { sql } from "@/lib/db";
import type { Period } from "@/lib/period";
import type { AuditFilters } from "./schema";

export type Somebody = { readonly id: number; readonly name: string; readonly username: string };

export type AuditEntry = {
  readonly id: number;
  /** Epoch ms. */
  readonly at: number;
  /** Null: gpusched itself. */
  readonly actor: Somebody | null;
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId: number | null;
  readonly user: Somebody | null;
  /** Null for what concerns none, and for one that was deleted. */
  readonly gpu: { readonly id: number; readonly gpuName: string } | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** The names of GPUs that the details speak of by their id. */
  readonly gpuNames: Readonly<Record<number, string>>;
  /** The network address it came from, when there was one. */
  readonly address: string | null;
};

export type EntryRow = {
  id: number;
  at: Date;
  actor_id: number | null;
  actor_name: string;
  actor_username: string;
  action: string;
  subject_type: string;
  subject_id: number | null;
  user_id: number | null;
  user_name: string;
  user_username: string;
  gpu_id: number | null;
  gpu_name: string;
  details: Record<string, unknown>;
  gpu_names: Record<number, string> | null;
  address: string | null;
};

const PAGE_SIZE = 50;
/** What a file holds at most: the newest of them. */
export const MOST_IN_A_FILE = 20_000;

/** Selects entries `l`; conditions may follow. Whom and which GPU one concerns follows from its subject. */
export const SELECT_ENTRIES = `
  SELECT l.id, l.at, l.action, l.subject_type, l.subject_id, l.details, l.address,
         actor.id AS actor_id, actor.name AS actor_name, actor.username AS actor_username,
         u.id AS user_id, u.name AS user_name, u.username AS user_username,
         g.id AS gpu_id, s.name || '-' || g.gpu_index AS gpu_name,
         CASE WHEN jsonb_typeof(l.details->'gpuId') = 'object' THEN (
           SELECT jsonb_object_agg(og.id, os.name || '-' || og.gpu_index)
           FROM gpu og JOIN server os ON os.id = og.server_id
           WHERE og.id::text IN (l.details#>>'{gpuId,from}', l.details#>>'{gpuId,to}')
         ) END AS gpu_names
  FROM audit_log l
  LEFT JOIN reservation r ON l.subject_type = 'reservation' AND r.id = l.subject_id
  LEFT JOIN notification n ON l.subject_type = 'notification' AND n.id = l.subject_id
  CROSS JOIN LATERAL (SELECT
    CASE l.subject_type WHEN 'account' THEN l.subject_id
      WHEN 'access' THEN (l.details->>'userId')::int
      ELSE coalesce(r.user_id, n.user_id) END AS user_id,
    CASE WHEN l.subject_type IN ('gpu', 'access') THEN l.subject_id ELSE r.gpu_id END AS gpu_id
  ) about
  LEFT JOIN "user" actor ON actor.id = l.actor_id
  LEFT JOIN "user" u ON u.id = about.user_id
  LEFT JOIN gpu g ON g.id = about.gpu_id
  LEFT JOIN server s ON s.id = g.server_id`;

const ENTRIES = `${SELECT_ENTRIES}
  WHERE ($1::int IS NULL OR l.id < $1)
    AND ($2::text IS NULL OR l.subject_type = $2)
    AND ($3 = '' OR '#' || l.subject_id = $3 OR position(lower($3) IN lower(concat_ws(E'\\n',
         u.name, u.username, s.name || '-' || g.gpu_index, g.model, l.details->>'name'))) > 0)
    AND ($4 = '' OR position(lower($4) IN
         lower(concat_ws(E'\\n', actor.name, actor.username))) > 0)
    AND ($5 = '' OR position(lower($5) IN
         lower(concat_ws(E'\\n', l.action, l.address, l.details::text))) > 0)
    AND ($6::timestamptz IS NULL OR l.at >= $6)
    AND ($7::timestamptz IS NULL OR l.at < $7)
  ORDER BY l.id DESC LIMIT $8`;

const somebody = (id: number | null, name: string, username: string): Somebody | null =>
  id === null ? null : { id, name, username };

export const toEntry = (row: EntryRow): AuditEntry => ({
  id: row.id,
  at: row.at.getTime(),
  actor: somebody(row.actor_id, row.actor_name, row.actor_username),
  action: row.action,
  subjectType: row.subject_type,
  subjectId: row.subject_id,
  user: somebody(row.user_id, row.user_name, row.user_username),
  gpu: row.gpu_id === null ? null : { id: row.gpu_id, gpuName: row.gpu_name },
  details: row.details,
  gpuNames: row.gpu_names ?? {},
  address: row.address,
});

export type AuditPage = {
  readonly entries: readonly AuditEntry[];
  /** Entries before this one follow; null when there are none. */
  readonly next: number | null;
};

function read(filters: AuditFilters, period: Period, most: number): Promise<EntryRow[]> {
  const { before, subject, about, actor, text } = filters;
  const values = [before, subject, about, actor, text, period.from, period.before, most];
  return sql<EntryRow>(ENTRIES, values);
}

/** The entries that match, newest first, from where the filters say. */
export async function listAudit(filters: AuditFilters, period: Period): Promise<AuditPage> {
  const rows = await read(filters, period, PAGE_SIZE + 1);
  const entries = rows.slice(0, PAGE_SIZE).map(toEntry);
  return { entries, next: rows.length > PAGE_SIZE ? (entries.at(-1)?.id ?? null) : null };
}

/** All entries that match, newest first, as many as a file holds. */
export async function exportAudit(
  filters: AuditFilters,
  period: Period,
): Promise<readonly AuditEntry[]> {
  const rows = await read({ ...filters, before: null }, period, MOST_IN_A_FILE);
  return rows.map(toEntry);
}
