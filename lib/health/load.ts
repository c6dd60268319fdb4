/** How servers stand, as their reports left them, and what is known to be wrong with them. */
import type { Transaction } from "@/lib/db";
import {
  type CardState,
  FAULTS,
  type Fault,
  type IncidentKind,
  type ServerState,
} from "@/lib/domain/health";
import type { Instant } from "@/lib/domain/words";

type OpenIncident = {
  readonly id: number;
  readonly kind: IncidentKind;
  readonly gpuId: number | null;
  readonly beganAt: Instant;
};

/** A server with what the core judges by. */
export type WatchedServer = {
  readonly id: number;
  readonly name: string;
  readonly state: ServerState;
  readonly open: readonly OpenIncident[];
  /** What keeps its GPUs from giving turns, as it was judged last, by id; null where nothing does. */
  readonly faults: ReadonlyMap<number, Fault | null>;
  /** What its GPUs are called, by id. */
  readonly gpus: ReadonlyMap<number, { id: number; model: string; gpuName: string }>;
};

type CardRow = {
  gpuId: number;
  model: string;
  gpuName: string;
  held: string | null;
  at: number;
  fault: string | null;
  temperature: number | null;
  temperatureLimit: number;
};

type Row = {
  id: number;
  name: string;
  is_watched: boolean;
  sampled_at: Date | null;
  newest_at: Date | null;
  message: string | null;
  cards: CardRow[];
  open: OpenIncident[];
};

const LOAD = `
  SELECT s.id, s.name, a.token_hash IS NOT NULL AS is_watched, a.sampled_at, a.newest_at, a.message,
         coalesce(cards.list, '[]') AS cards, coalesce(incidents.list, '[]') AS open
  FROM agent a
  JOIN server s ON s.id = a.server_id
  LEFT JOIN (
    SELECT g.server_id, json_agg(json_build_object(
      'gpuId', g.id, 'model', g.model, 'gpuName', named.name || '-' || g.gpu_index,
      'held', g.fault, 'at', round(extract(epoch FROM r.at) * 1000), 'fault', r.fault,
      'temperature', r.temperature_gpu, 'temperatureLimit', g.temperature_limit)) AS list
    FROM gpu g JOIN gpu_reading r ON r.gpu_id = g.id JOIN server named ON named.id = g.server_id
    WHERE $1::int IS NULL OR g.server_id = $1
    GROUP BY g.server_id
  ) cards ON cards.server_id = s.id
  LEFT JOIN (
    SELECT i.server_id, json_agg(json_build_object(
      'id', i.id, 'kind', i.kind, 'gpuId', i.gpu_id,
      'beganAt', round(extract(epoch FROM i.began_at) * 1000))) AS list
    FROM incident i WHERE i.ended_at IS NULL GROUP BY i.server_id
  ) incidents ON incidents.server_id = s.id
  WHERE $1::int IS NULL OR s.id = $1`;

/** nvidia-smi's words for a machine of which every card is gone. */
const NO_CARDS = /no devices were found/i;

const knownFault = (word: string | null): Fault | null =>
  FAULTS.find((fault) => fault === word) ?? null;

/** Words of others, in SQL, are theirs to take back. */
const isJudged = ({ held }: CardRow): boolean => held === null || knownFault(held) !== null;

function toServer(row: Row): WatchedServer {
  const cards = row.cards.map((card): CardState => ({ ...card, fault: knownFault(card.fault) }));
  return {
    id: row.id,
    name: row.name,
    state: {
      isWatched: row.is_watched,
      heardAt: row.sampled_at?.getTime() ?? null,
      newestAt: row.newest_at?.getTime() ?? null,
      hasNoCards: NO_CARDS.test(row.message ?? ""),
      cards,
    },
    open: row.open,
    faults: new Map(row.cards.filter(isJudged).map((card) => [card.gpuId, knownFault(card.held)])),
    gpus: new Map(row.cards.map(({ gpuId: id, model, gpuName }) => [id, { id, model, gpuName }])),
  };
}

/** Every server that has an agent, or the one that is named. */
export async function loadServers(
  tx: Transaction,
  serverId: number | null = null,
): Promise<WatchedServer[]> {
  return (await tx.query<Row>(LOAD, [serverId])).rows.map(toServer);
}
