/** Keeps what a report says beside its samples. Each of these may come twice, or late. */
import type { Transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { keyOf } from "./report/match";
import type { Line, Report } from "./report/parse";
import type { Problems } from "./report/problems";

/** No server has as many cards; whoever reports more invents them. */
const MOST_FOUND = 64;

const FIND = `
  INSERT INTO found_gpu AS f (server_id, key, gpu_index, uuid, pci_bus_id, name, driver_version,
                              memory_total, first_seen_at, last_seen_at)
  SELECT $1, key, gpu_index, uuid, pci_bus_id, name, driver_version, memory_total,
         to_timestamp(first_ms / 1000), to_timestamp(last_ms / 1000)
  FROM jsonb_to_recordset($2) AS found(
    key text, gpu_index int, uuid text, pci_bus_id text, name text, driver_version text,
    memory_total real, first_ms float8, last_ms float8)
  WHERE EXISTS (SELECT FROM found_gpu k WHERE k.server_id = $1 AND k.key = found.key)
    OR (SELECT count(*) FROM found_gpu k WHERE k.server_id = $1) < ${MOST_FOUND}
  ON CONFLICT (server_id, key) DO UPDATE SET
    gpu_index = excluded.gpu_index, pci_bus_id = excluded.pci_bus_id, name = excluded.name,
    driver_version = excluded.driver_version, memory_total = excluded.memory_total,
    first_seen_at = least(f.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(f.last_seen_at, excluded.last_seen_at)`;

/** Forgets cards that are GPUs of the portal by now. */
export async function forgetFound(
  tx: Transaction,
  serverId: number,
  lines: readonly { line: Line }[],
): Promise<void> {
  const keys = new Set(lines.map(({ line }) => keyOf(line)));
  await tx.query("DELETE FROM found_gpu WHERE server_id = $1 AND key = ANY($2)", [
    serverId,
    [...keys],
  ]);
}

/** Remembers cards that are no GPU of the portal yet, for the administrators. */
export async function keepFound(
  tx: Transaction,
  serverId: number,
  lines: readonly { at: Instant; line: Line }[],
  problems: Problems,
): Promise<void> {
  const cards = new Map<string, Record<string, unknown> & { first_ms: number; last_ms: number }>();
  for (const { at, line } of lines) {
    const key = keyOf(line);
    const known = cards.get(key);
    if (!known && cards.size >= MOST_FOUND) {
      problems.add("too-many-cards", key);
      continue;
    }
    cards.set(key, {
      key,
      gpu_index: line.index,
      uuid: line.uuid,
      pci_bus_id: line.pciBusId,
      name: line.name,
      driver_version: line.driverVersion,
      memory_total: line.memoryTotal,
      first_ms: Math.min(at, known?.first_ms ?? at),
      last_ms: Math.max(at, known?.last_ms ?? at),
    });
  }
  if (cards.size > 0) await tx.query(FIND, [serverId, JSON.stringify([...cards.values()])]);
}

const KEEP_PROCESSES = `
  UPDATE gpu_reading r SET processes = coalesce(told.list, '[]'), processes_at = $3
  FROM gpu g LEFT JOIN (
    SELECT uuid, jsonb_agg(jsonb_build_object(
      'pid', pid, 'user', "user", 'memoryUsed', "memoryUsed")) AS list
    FROM jsonb_to_recordset($2) AS p(uuid text, pid int, "user" text, "memoryUsed" int)
    GROUP BY uuid
  ) told ON told.uuid = g.uuid
  WHERE r.gpu_id = g.id AND g.server_id = $1 AND g.uuid IS NOT NULL
    AND (r.processes_at IS NULL OR r.processes_at < $3)`;

/** Who computes on the cards of a server; on a card that is not named nobody does. */
export async function keepProcesses(
  tx: Transaction,
  serverId: number,
  processes: NonNullable<Report["processes"]>,
  receivedAt: Instant,
): Promise<void> {
  const at = new Date(Math.min(processes.at ?? receivedAt, receivedAt));
  await tx.query(KEEP_PROCESSES, [serverId, JSON.stringify(processes.list), at]);
}

const KEEP_AGENT = `
  UPDATE agent SET
    heard_at = greatest(heard_at, $2), sampled_at = greatest(sampled_at, $3),
    newest_at = greatest(newest_at, $4), cuda_version = coalesce($5, cuda_version),
    message = CASE WHEN heard_at > $2 THEN message ELSE $6 END
  WHERE server_id = $1`;

/** How the agent of a server is: when it was heard, and what keeps it from telling anything. */
export async function keepAgent(
  tx: Transaction,
  { serverId, receivedAt }: { serverId: number; receivedAt: Instant },
  { error, cudaVersion }: Report,
  lines: readonly { at: Instant }[],
): Promise<void> {
  const at = new Date(receivedAt);
  const newest = lines.reduce<number | null>(
    (latest, line) => Math.max(latest ?? line.at, line.at),
    null,
  );
  const hasSamples = newest !== null;
  await tx.query(KEEP_AGENT, [
    serverId,
    at,
    hasSamples ? at : null,
    newest === null ? null : new Date(newest),
    cudaVersion,
    hasSamples ? null : error,
  ]);
}

const KEEP_PROBLEMS = `
  INSERT INTO report_problem (server_id, digest, kind, lines, example, at)
  SELECT $1, $2, kind, lines, example, $4
  FROM jsonb_to_recordset($3) AS p(kind text, lines int, example text)
  ON CONFLICT DO NOTHING`;

/** Counts the lines that were not taken; those of a report that comes again only once. */
export async function keepProblems(
  tx: Transaction,
  { serverId, receivedAt }: { serverId: number; receivedAt: Instant },
  digest: Buffer,
  problems: Problems,
): Promise<void> {
  const list = problems.list();
  if (list.length === 0) return;
  await tx.query(KEEP_PROBLEMS, [serverId, digest, JSON.stringify(list), new Date(receivedAt)]);
}
