/** Stores what an agent reported: samples, who computes, what could not be read, what is wrong. */
import { createHash } from "node:crypto";
import { lockAgent } from "@/lib/agents/lock";
import { type Transaction, transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { followUp } from "@/lib/health/commands";
import { type Judgement, judge } from "@/lib/health/judge";
import { READINGS_CHANNEL } from "./channel";
import { type GpuLine, keepIdentities } from "./identities";
import { forgetFound, keepAgent, keepFound, keepProblems, keepProcesses } from "./keep";
import { ensurePartitions, forgetPartitions } from "./partitions";
import { gpuOf, type KnownGpu } from "./report/match";
import { type Line, parseReport, type Report } from "./report/parse";
import { clockOffset, isAcceptable, type Times } from "./report/times";
import { storeSamples } from "./store";

/** A report as the web server received it. */
export type ReceivedReport = Times & { readonly serverId: number; readonly body: string };

/** A line whose time counts; one that tells none is of the moment in which it came. */
type TimedLine = { readonly at: Instant; readonly line: Line };

function timed({ lines, problems }: Report, times: Times): TimedLine[] {
  const offset = clockOffset(times);
  return lines.flatMap((line) => {
    const at = line.at ?? times.receivedAt;
    if (isAcceptable(at, times)) return [{ at, line }];
    const clock = offset === null ? "" : `${Math.round(offset / 1_000)} s: `;
    problems.add("wrong-time", `${clock}${new Date(at).toISOString()}`);
    return [];
  });
}

type GpuRow = KnownGpu & { serverId: number; uuid: string | null };

// Locked, so that none is deleted while samples of it are written.
const KNOWN_GPUS = `
  SELECT id, server_id AS "serverId", uuid, pci_bus_id AS "pciBusId", gpu_index AS index
  FROM gpu WHERE server_id = $1 OR uuid = ANY($2) ORDER BY id FOR KEY SHARE`;

/** What the lines are about: GPUs of the server, or cards that are no GPU of it. */
async function sortOut(tx: Transaction, serverId: number, lines: readonly TimedLine[]) {
  const uuids = new Set(lines.flatMap(({ line }) => line.uuid ?? []));
  const { rows } = await tx.query<GpuRow>(KNOWN_GPUS, [serverId, [...uuids]]);
  const own = rows.filter((gpu) => gpu.serverId === serverId);
  const elsewhere = new Set(
    rows.filter((gpu) => gpu.serverId !== serverId).map(({ uuid }) => uuid),
  );
  const known: GpuLine[] = [];
  const unknown: TimedLine[] = [];
  const foreign: TimedLine[] = [];
  for (const timedLine of lines) {
    const { at, line } = timedLine;
    if (line.uuid !== null && elsewhere.has(line.uuid)) foreign.push(timedLine);
    else {
      const gpu = gpuOf(line, own);
      if (gpu) {
        // From here on it is that card: a UUID that a report gives to two GPUs is one card's.
        gpu.uuid ??= line.uuid;
        known.push({ gpuId: gpu.id, at, line });
      } else unknown.push(timedLine);
    }
  }
  return { known, unknown, foreign };
}

const toSample = ({ gpuId, at, line }: GpuLine) => ({ ...line, gpuId, at });

async function store(
  tx: Transaction,
  received: ReceivedReport,
  report: Report,
  lines: readonly TimedLine[],
): Promise<Judgement> {
  const { serverId, receivedAt, body } = received;
  const now = await lockAgent(tx, serverId);
  // The server was deleted meanwhile, and nobody wants its statistics.
  if (now === null) return { mails: [], recovered: [] };
  const { known, unknown, foreign } = await sortOut(tx, serverId, lines);
  for (const { line } of foreign) report.problems.add("other-server", `${line.uuid}`);
  if (known.length > 0) {
    await keepIdentities(tx, known);
    await storeSamples(tx, known.map(toSample));
    await forgetFound(tx, serverId, known);
    await tx.query("SELECT pg_notify($1, '')", [READINGS_CHANNEL]);
  }
  await keepFound(tx, serverId, unknown, report.problems);
  const { processes } = report;
  if (processes && isAcceptable(processes.at ?? receivedAt, received)) {
    await keepProcesses(tx, serverId, processes, receivedAt);
  }
  await keepAgent(tx, received, report, lines);
  await keepProblems(tx, received, createHash("sha256").update(body).digest(), report.problems);
  // It reports at this very moment: no silence to be judged.
  return judge(tx, serverId, now, now);
}

/**
 * Stores a report. One that comes again changes nothing, and what cannot be read of it is counted.
 * @throws Error when the database does not take it; it may be tried again
 */
export async function storeReport(received: ReceivedReport): Promise<void> {
  const report = parseReport(received.body);
  const lines = timed(report, received);
  await ensurePartitions(lines.map(({ at }) => at));
  try {
    await followUp(await transaction((tx) => store(tx, received, report, lines)));
  } catch (error) {
    forgetPartitions();
    throw error;
  }
}
