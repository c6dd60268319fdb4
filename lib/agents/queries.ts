/** A server as administrators see it: its agent, its cards, and what is wrong with them. */
import { decisionTime } from "@/lib/clock";
import { sql } from "@/lib/db";
import { type IncidentKind, LONGEST_SILENCE } from "@/lib/domain/health";
import { type Instant, MINUTE } from "@/lib/domain/words";
import type { ProblemKind } from "@/lib/stats/report/problems";

/** How long a card that was found and reports no more is still offered. */
const STILL_THERE = 60 * MINUTE;
const MOST_INCIDENTS = 20;

/** Whether an agent may report, and whether it does. */
export type AgentState = "none" | "expected" | "reporting" | "troubled" | "silent";

/** A server with what its agent is known by. */
export type ServerDetails = {
  readonly id: number;
  readonly name: string;
  readonly agent: AgentState;
  readonly tokenMadeAt: Instant | null;
  readonly heardAt: Instant | null;
  readonly sampledAt: Instant | null;
  /** Why nvidia-smi tells nothing, in its own words. */
  readonly message: string | null;
  readonly cudaVersion: string | null;
};

type ServerRow = {
  id: number;
  name: string;
  has_token: boolean | null;
  token_made_at: Date | null;
  heard_at: Date | null;
  sampled_at: Date | null;
  message: string | null;
  cuda_version: string | null;
  is_silent: boolean;
  now: Date;
};

const SERVERS = `
  SELECT s.id, s.name, a.token_hash IS NOT NULL AS has_token, a.token_made_at, a.heard_at,
         a.sampled_at, a.message, a.cuda_version,
         EXISTS (SELECT FROM incident i
                 WHERE i.server_id = s.id AND i.kind = 'silent' AND i.ended_at IS NULL) AS is_silent,
         clock_timestamp() AS now
  FROM server s LEFT JOIN agent a ON a.server_id = s.id
  WHERE $1::int IS NULL OR s.id = $1`;

function stateOf(row: ServerRow): AgentState {
  if (!row.has_token) return "none";
  // What a token before this one sent says nothing of this one.
  const { heard_at: heard, token_made_at: made } = row;
  if (heard === null || (made !== null && heard < made)) return "expected";
  if (!row.is_silent) return row.message === null ? "reporting" : "troubled";
  // A server is called silent that tells of no card. Its agent may still tell why.
  const silence = decisionTime(row.now).getTime() - heard.getTime();
  return silence < LONGEST_SILENCE ? "troubled" : "silent";
}

const toDetails = (row: ServerRow): ServerDetails => ({
  id: row.id,
  name: row.name,
  agent: stateOf(row),
  tokenMadeAt: row.token_made_at?.getTime() ?? null,
  heardAt: row.heard_at?.getTime() ?? null,
  sampledAt: row.sampled_at?.getTime() ?? null,
  message: row.message,
  cudaVersion: row.cuda_version,
});

/** How the agents of all servers are, by server. */
export async function agentsByServer(): Promise<Map<number, ServerDetails>> {
  const rows = await sql<ServerRow>(SERVERS, [null]);
  return new Map(rows.map((row) => [row.id, toDetails(row)]));
}

/** One server, or null. */
export async function findServer(id: number): Promise<ServerDetails | null> {
  const [row] = await sql<ServerRow>(SERVERS, [id]);
  return row ? toDetails(row) : null;
}

/** A card that reports itself and is no GPU of the portal yet. */
export type FoundCard = {
  readonly serverId: number;
  readonly key: string;
  readonly index: number | null;
  readonly uuid: string | null;
  readonly pciBusId: string | null;
  readonly name: string | null;
  /** MiB */
  readonly memoryTotal: number | null;
  /** The GPU that has its number already: perhaps it takes that one's place. */
  readonly rival: { readonly id: number; readonly gpuName: string; readonly model: string } | null;
};

/**
 * Whether the card of GPU `g` was told beside one that was found at `seenAt`: then numbers have
 * moved, as they do when a card is added, and nothing takes the place of anything.
 */
export const standsBeside = (seenAt: string) => `EXISTS (
  SELECT FROM gpu_reading r WHERE r.gpu_id = g.id AND r.at > ${seenAt} - interval '30 s')`;

// By the newest that the server told, not by the clock: a server that is away has lost no card.
const FOUND = `
  SELECT f.server_id AS "serverId", f.key, f.gpu_index AS index, f.uuid,
         f.pci_bus_id AS "pciBusId", f.name, f.memory_total AS "memoryTotal",
         CASE WHEN g.id IS NOT NULL THEN jsonb_build_object(
           'id', g.id, 'gpuName', s.name || '-' || g.gpu_index, 'model', g.model) END AS rival
  FROM found_gpu f
  JOIN server s ON s.id = f.server_id
  JOIN agent a ON a.server_id = f.server_id
  LEFT JOIN gpu g ON g.server_id = f.server_id AND g.gpu_index = f.gpu_index
    AND NOT ${standsBeside("f.last_seen_at")}
  WHERE ($1::int IS NULL OR f.server_id = $1)
    AND f.last_seen_at > a.newest_at - $2::float8 * interval '1 ms'
  ORDER BY f.server_id, f.gpu_index NULLS LAST, f.key`;

/** The cards found on a server, or on any. */
export function foundCards(serverId: number | null = null): Promise<FoundCard[]> {
  return sql<FoundCard>(FOUND, [serverId, STILL_THERE]);
}

/** Lines of the last week's reports that were not taken, for one reason. */
export type ProblemSummary = {
  readonly kind: ProblemKind;
  readonly lines: number;
  readonly lastAt: Instant;
  /** The newest one. */
  readonly example: string;
};

const PROBLEMS = `
  SELECT kind, sum(lines)::int AS lines, extract(epoch FROM max(at))::float8 * 1000 AS "lastAt",
         (array_agg(example ORDER BY at DESC))[1] AS example
  FROM report_problem WHERE server_id = $1 GROUP BY kind ORDER BY max(at) DESC`;

/** What of a server's reports was not taken, the newest reason first. */
export function problemsOf(serverId: number): Promise<ProblemSummary[]> {
  return sql<ProblemSummary>(PROBLEMS, [serverId]);
}

/** Something that is or was wrong. */
export type PastIncident = {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly detail: string;
  readonly gpu: { readonly id: number; readonly gpuName: string; readonly model: string } | null;
  readonly beganAt: Instant;
  /** Null: it goes on. */
  readonly endedAt: Instant | null;
};

const INCIDENTS = `
  SELECT i.id, i.kind, i.detail, extract(epoch FROM i.began_at)::float8 * 1000 AS "beganAt",
         extract(epoch FROM i.ended_at)::float8 * 1000 AS "endedAt",
         CASE WHEN g.id IS NOT NULL THEN jsonb_build_object(
           'id', g.id, 'gpuName', s.name || '-' || g.gpu_index, 'model', g.model) END AS gpu
  FROM incident i
  LEFT JOIN gpu g ON g.id = i.gpu_id
  LEFT JOIN server s ON s.id = g.server_id`;

const NEWEST_INCIDENTS = `
  ORDER BY i.ended_at IS NULL DESC, i.began_at DESC, i.id DESC LIMIT ${MOST_INCIDENTS}`;

/** What is and was wrong on a server, the newest first. */
export function incidentsOn(serverId: number): Promise<PastIncident[]> {
  return sql<PastIncident>(`${INCIDENTS} WHERE i.server_id = $1 ${NEWEST_INCIDENTS}`, [serverId]);
}

/** What is and was wrong with a GPU, the newest first. */
export function incidentsOf(gpuId: number): Promise<PastIncident[]> {
  return sql<PastIncident>(`${INCIDENTS} WHERE i.gpu_id = $1 ${NEWEST_INCIDENTS}`, [gpuId]);
}
