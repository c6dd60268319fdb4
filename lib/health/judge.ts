/** Begins and ends what is wrong with servers and their cards, and tells administrators. */
import type { Transaction } from "@/lib/db";
import { faultOf, type Incident, incidentKey, incidentsOf } from "@/lib/domain/health";
import type { Instant } from "@/lib/domain/words";
import type { FactsOf } from "@/lib/notifications/kinds";
import { loadServers, type WatchedServer } from "./load";

/** What is to be done once the transaction is committed. */
export type Judgement = {
  /** Mails to announce. */
  readonly mails: number[];
  /** GPUs that a fault kept from giving turns, and no longer does. */
  readonly recovered: number[];
};

/** What has begun and what has ended since a server was judged last. */
export function changesOf(server: WatchedServer, listeningSince: Instant, now: Instant) {
  const { state, open } = server;
  const known = new Map(open.map((incident) => [incidentKey(incident), incident.beganAt]));
  const current = incidentsOf(state, known, listeningSince, now);
  const begun = current.filter((incident) => !known.has(incidentKey(incident)));
  const stillThere = new Set(current.map(incidentKey));
  const over = open.filter((incident) => !stillThere.has(incidentKey(incident)));
  return { current, begun, over };
}

const END = "UPDATE incident SET ended_at = greatest($2, began_at) WHERE id = ANY($1)";

const BEGIN = `
  INSERT INTO incident (kind, server_id, gpu_id, began_at, detail)
  SELECT kind, $2, gpu_id, $3, detail
  FROM jsonb_to_recordset($1) AS begun(kind text, gpu_id int, detail text)
  ON CONFLICT DO NOTHING`;

// Compared first: a row that stays as it is need not be locked against decisions.
const SET_FAULT = "UPDATE gpu SET fault = $2 WHERE id = $1 AND fault IS DISTINCT FROM $2";

const TELL = `
  INSERT INTO notification (user_id, kind, payload, created_at, next_attempt_at)
  SELECT u.id, 'incident', facts.value, $2, $2
  FROM jsonb_array_elements($1) AS facts, "user" u
  WHERE u.is_admin AND u.status = 'ACTIVE'
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
  const { current, begun, over } = changesOf(server, listeningSince, now);
  if (begun.length === 0 && over.length === 0) return { mails: [], recovered: [] };
  const at = new Date(now);
  await tx.query(END, [over.map(({ id }) => id), at]);
  const rows = begun.map(({ kind, gpuId, detail }) => ({ kind, gpu_id: gpuId, detail }));
  await tx.query(BEGIN, [JSON.stringify(rows), serverId, at]);

  const touched = [...begun, ...over].filter(holdsTurnsBack).map(({ gpuId }) => gpuId);
  const recovered: number[] = [];
  for (const gpuId of new Set(touched)) {
    if (gpuId === null) continue;
    const fault = faultOf(current, gpuId);
    await tx.query(SET_FAULT, [gpuId, fault]);
    if (fault === null) recovered.push(gpuId);
  }
  const facts = begun.map((incident) => factsOf(incident, server, now));
  const told = await tx.query<{ id: number }>(TELL, [JSON.stringify(facts), at]);
  return { mails: told.rows.map(({ id }) => id), recovered };
}
