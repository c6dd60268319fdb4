/** GPUs and servers as administrators manage them; what users see is in lib/reservations. */
import { createHash } from "node:crypto";
import { now } from "@/lib/clock";
import { sql } from "@/lib/db";

/** A GPU with everything an administrator may know of it. */
export type ManagedGpu = {
  readonly id: number;
  readonly serverId: number;
  readonly server: string;
  /** The card's number on its server. */
  readonly index: number;
  /** The server's name and the card's number on it: "gpu01-2". */
  readonly gpuName: string;
  readonly model: string;
  readonly cudaVersion: string;
  readonly maxHours: number;
  readonly connectionInfo: string;
  /** °C above which the card is too hot. */
  readonly temperatureLimit: number;
  /** Who the card is, as nvidia-smi tells; null until it has reported itself. */
  readonly uuid: string | null;
  readonly enabled: boolean;
  /** What is broken; null while healthy. */
  readonly fault: string | null;
  /** Hotter than its limit at the moment. */
  readonly isHot: boolean;
  /** How many users see it. */
  readonly users: number;
  /** It was reserved at least once, and thus can only be disabled. */
  readonly hasHistory: boolean;
};

/** Selects GPUs; a condition on `g` may follow. */
export const SELECT_GPUS = `
  SELECT g.id, g.server_id AS "serverId", s.name AS server, g.gpu_index AS index, s.name || '-' || g.gpu_index AS "gpuName",
         g.model, g.cuda_version AS "cudaVersion", g.max_hours AS "maxHours",
         g.connection_info AS "connectionInfo",
         g.temperature_limit AS "temperatureLimit", g.uuid, g.status AS enabled, g.fault,
         EXISTS (SELECT FROM incident i WHERE i.gpu_id = g.id AND i.kind = 'hot'
                 AND i.ended_at IS NULL) AS "isHot",
         (SELECT count(*)::int FROM user_gpu_access a WHERE a.gpu_id = g.id) AS users,
         EXISTS (SELECT FROM reservation r WHERE r.gpu_id = g.id) AS "hasHistory"
  FROM gpu g JOIN server s ON s.id = g.server_id`;

const natural = new Intl.Collator("en", { numeric: true });

/** Every GPU, by server and number. */
export async function listGpus(): Promise<ManagedGpu[]> {
  const gpus = await sql<ManagedGpu>(SELECT_GPUS);
  return gpus.sort((a, b) => natural.compare(a.server, b.server) || a.index - b.index);
}

/** One GPU, or null. */
export async function findGpu(id: number): Promise<ManagedGpu | null> {
  return (await sql<ManagedGpu>(`${SELECT_GPUS} WHERE g.id = $1`, [id]))[0] ?? null;
}

/** What an administrator may edit of a GPU, in the shape of its form. */
export function editable(gpu: ManagedGpu) {
  const { server, index, model, cudaVersion, maxHours, temperatureLimit, connectionInfo } = gpu;
  return { server, index, model, cudaVersion, maxHours, temperatureLimit, connectionInfo };
}

/** Changes with every edit; a form sends it back, to say which version it was filled in from. */
export function versionOf(card: ReturnType<typeof editable>): string {
  const { server, index, model, cudaVersion, maxHours, temperatureLimit, connectionInfo } = card;
  const values = JSON.stringify([
    server,
    index,
    model,
    cudaVersion,
    maxHours,
    temperatureLimit,
    connectionInfo,
  ]);
  return createHash("sha256").update(values).digest("base64url");
}

export type Server = { readonly id: number; readonly name: string; readonly gpus: number };

/** Every server with the number of its GPUs, by name. */
export async function listServers(): Promise<Server[]> {
  const servers = await sql<Server>(`
    SELECT s.id, s.name, count(g.id)::int AS gpus
    FROM server s LEFT JOIN gpu g ON g.server_id = s.id GROUP BY s.id`);
  return servers.sort((a, b) => natural.compare(a.name, b.name));
}

/** How many GPUs are enabled, and how many of those are held by nobody, healthy and not out. */
export async function freeGpuCounts(): Promise<{ free: number; total: number }> {
  const [counts] = await sql<{ free: number; total: number }>(
    `
    SELECT count(*)::int AS total,
           count(*) FILTER (WHERE g.fault IS NULL AND r.id IS NULL AND NOT EXISTS (
             SELECT FROM maintenance m WHERE (m.gpu_id = g.id OR m.server_id = g.server_id)
               AND tstzrange(m.begins_at, m.ends_at) @> $1::timestamptz))::int AS free
    FROM gpu g LEFT JOIN reservation r ON r.gpu_id = g.id AND r.status IN ('NOTIFIED', 'ACTIVE')
    WHERE g.status`,
    [await now()],
  );
  return counts ?? { free: 0, total: 0 };
}
