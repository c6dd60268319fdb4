/** Begins and ends what is wrong with servers and their cards, and tells administrators. */
import type { Transaction } from "@/lib/db";
import { faultOf, type Incident, incidentKey, incidentsOf } from "@/lib/domain/health";
import type { Instant } from "@/lib/domain/words";
import type { FactsOf } from "@/lib/notifications/kinds";
import { isWanted } from "@/lib/notifications/muted";
import { loadServers, type WatchedServer } from "./load";

/** What is to be done once the transaction is committed. */
export type Judgement = {
  /** Mails to announce. */
  readonly mails: number[];
  /** GPUs that a fault kept from giving turns, and no longer does. */
  readonly recovered: number[];
};

/** What has begun and ended, and which GPUs may give turns again or no longer, since the last time. */
export function changesOf(server: WatchedServer, listeningSince: Instant, now: Instant) {
  const { state, open, faults } = server;
  const known = new Map(open.map((incident) => [incidentKey(incident), incident.beganAt]));
  const current = incidentsOf(state, known, listeningSince, now);
  const begun = current.filter((incident) => !known.has(incidentKey(incident)));
  const stillThere = new Set(current.map(incidentKey));
  const over = open.filter((incident) => !stillThere.has(incidentKey(incident)));
  const turned = [...faults].flatMap(([gpuId, before]) => {
    const fault = faultOf(current, gpuId);
    return fault === before ? [] : [{ gpuId, fault }];
  });
  return { begun, over, turned, isSame: begun.length + over.length + turned.length === 0 };
}

// In the order of their ids, as everywhere, before any of their incidents: whoever deletes a GPU
// takes those with it.
const LOCK_GPUS = "SELECT id FROM gpu WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE";

const END = "UPDATE incident SET ended_at = greatest($2, began_at) WHERE id = ANY($1)";

const BEGIN = `
  INSERT INTO incident (kind, server_id, gpu_id, began_at, detail)
  SELECT kind, $2, gpu_id, $3, detail
  FROM jsonb_to_recordset($1) AS begun(kind text, gpu_id int, detail text)
  ON CONFLICT DO NOTHING`;

// Only the server that a GPU is on judges it.
const SET_FAULT = "UPDATE gpu SET fault = $2 WHERE id = $1 AND server_id = $3";

// One that moved keeps its fault until the server where it is now is judged, if it ever is.
const LET_GO = `
  UPDATE gpu SET fault = NULL
  WHERE id = ANY($1) AND NOT EXISTS (SELECT FROM agent a WHERE a.server_id = gpu.server_id)
  RETURNING id`;

const TELL = `
  INSERT INTO notification (user_id, kind, payload, created_at, next_attempt_at)
  SELECT u.id, 'incident', facts.value, $2, $2
  FROM jsonb_array_elements($1) AS facts, "user" u
  WHERE u.is_admin AND u.status = 'ACTIVE' AND ${isWanted("u.id", "'incident'")}
  RETURNING id`;

function factsOf(incident: Incident, server: WatchedServer, now: Instant): FactsOf<"incident"> {
  const { kind, gpuId, detail } = incident;
  return {
    incident: kind,
    detail,
    serverId: server.id,
    server: server.name,
    gpu: gpuId === null ? null : (server.gpus.get(gpuId) ?? null),
    beganAt: new Date(now).toISOString(),
  };
}

const holdsTurnsBack = ({ kind }: Pick<Incident, "kind">) =>
  kind === "fault" || kind === "vanished";

/**
 * Judges a server whose row of `agent` is locked, so that nobody else does at the same moment.
 * @param listeningSince since when reports could come
 */
export async function judge(
  tx: Transaction,
  serverId: number,
  listeningSince: Instant,
  now: Instant,
): Promise<Judgement> {
  const [server] = await loadServers(tx, serverId);
  if (!server) return { mails: [], recovered: [] };
  const { begun, over, turned, isSame } = changesOf(server, listeningSince, now);
  if (isSame) return { mails: [], recovered: [] };
  const concerned = [...begun, ...over, ...turned].flatMap(({ gpuId }) => gpuId ?? []);
  await tx.query(LOCK_GPUS, [concerned]);
  const at = new Date(now);
  await tx.query(END, [over.map(({ id }) => id), at]);
  const rows = begun.map(({ kind, gpuId, detail }) => ({ kind, gpu_id: gpuId, detail }));
  await tx.query(BEGIN, [JSON.stringify(rows), serverId, at]);

  for (const { gpuId, fault } of turned) await tx.query(SET_FAULT, [gpuId, fault, serverId]);
  const moved = over.filter(holdsTurnsBack).flatMap(({ gpuId }) => gpuId ?? []);
  const free = await tx.query<{ id: number }>(LET_GO, [moved]);
  const recovered = [
    ...turned.filter(({ fault }) => fault === null).map(({ gpuId }) => gpuId),
    ...free.rows.map(({ id }) => id),
  ];
  const facts = begun.map((incident) => factsOf(incident, server, now));
  const told = await tx.query<{ id: number }>(TELL, [JSON.stringify(facts), at]);
  return { mails: told.rows.map(({ id }) => id), recovered };
}
