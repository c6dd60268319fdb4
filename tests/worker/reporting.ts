/** Agents that report to the portal, and what became of it. */
import { randomUUID } from "node:crypto";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { receiveReport } from "@/lib/stats/commands-receive";
import { body, line, makeCard, makeServer } from "@/tests/support/agents";

export type ReportingServer = Awaited<ReturnType<typeof makeReportingServer>>;

/** A server with two GPUs whose agent reports from an address of its own. */
export async function makeReportingServer() {
  const { serverId, token } = await makeServer();
  const gpus = [await makeCard(serverId, 0), await makeCard(serverId, 1)] as const;
  const uuids = gpus.map(() => `GPU-${randomUUID()}`);
  const address = randomUUID();

  /** Hands over, as the route does, what the cards were at an instant. */
  const send = (at: Instant, details: { temperature?: number; load?: number } = {}) => {
    const headers = { Authorization: `Bearer ${token}`, "X-Agent-Time": String(at / 1_000) };
    const text = body(...uuids.map((uuid, index) => line(at, index, { uuid, ...details })));
    const init = { method: "POST", headers, body: text };
    return receiveReport(new Request("http://portal/api/ingest", init), address);
  };

  /** The status with which such a report was answered. */
  const report = async (...sent: Parameters<typeof send>) => (await send(...sent)).status;

  return { serverId, gpus, send, report };
}

/** How many samples of a GPU are stored. */
export async function samplesOf(gpu: number): Promise<number> {
  const text = "SELECT count(*)::int AS stored FROM gpu_sample WHERE gpu_id = $1";
  return (await sql<{ stored: number }>(text, [gpu]))[0]?.stored ?? 0;
}

/** What the samples of a GPU add up to, whatever intervals they lie in. */
export async function sumsOf(gpu: number) {
  const text = `
    SELECT sum(samples)::int AS samples, sum(busy)::int AS busy,
           sum(temperature_gpu_sum)::int AS temperature, sum(utilization_gpu_sum)::int AS load,
           sum(memory_used_sum)::int AS "memoryUsed"
    FROM gpu_rollup WHERE gpu_id = $1`;
  return (await sql(text, [gpu]))[0];
}

/** The newest reading of a GPU. */
export async function readingOf(gpu: number) {
  return (await sql("SELECT * FROM gpu_reading WHERE gpu_id = $1", [gpu]))[0];
}
