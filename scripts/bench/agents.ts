/** Simulated agents: servers with tokens, and reports as public/agent.sh sends them. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "../../lib/db";
import type { Instant } from "../../lib/domain/words";
import type { Sample } from "../../lib/stats/store";

export const GPUS_PER_SERVER = 8;

export type Agent = {
  token: string;
  /** Where its reports seem to come from. */
  address: string;
  gpus: readonly { id: number; uuid: string }[];
};

/** What is sent, and the rows that it stands for. */
export type Report = { agent: Agent; body: string; samples: readonly Sample[] };

const SERVER = `
  WITH made AS (INSERT INTO server (name) VALUES ($1) RETURNING id), agent AS (
    INSERT INTO agent (server_id, token_hash, token_made_at) SELECT id, $2, now() FROM made)
  INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info, uuid)
  SELECT made.id, n - 1, 'RTX 4090', '13.0', 'ssh', uuid
  FROM made, unnest($3::text[]) WITH ORDINALITY AS card (uuid, n)
  RETURNING id, uuid`;

let made = 0;

/** Makes a server with an agent that may report. */
export async function makeAgent(): Promise<Agent> {
  const token = `gpusched_${randomBytes(32).toString("base64url")}`;
  const hash = createHash("sha256").update(token).digest();
  const uuids = Array.from({ length: GPUS_PER_SERVER }, () => `GPU-${randomUUID()}`);
  const gpus = await sql<Agent["gpus"][number]>(SERVER, [`bench-${randomUUID()}`, hash, uuids]);
  made += 1;
  return { token, address: `198.18.${made >> 8}.${made & 255}`, gpus };
}

const HEADER =
  "timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, " +
  "pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], " +
  "memory.total [MiB], memory.free [MiB], memory.used [MiB]";

const STEP_MS = 10_000;

/** "2026/11/24 10:00:00.000", as nvidia-smi writes a time in UTC. */
const stamp = (at: Instant): string =>
  new Date(at).toISOString().replaceAll("-", "/").replace("T", " ").replace("Z", "");

function sampleAt(gpuId: number, at: Instant): Sample {
  const tick = at / STEP_MS + gpuId;
  return {
    gpuId,
    at,
    temperature: 55 + (tick % 17),
    load: tick % 101,
    memoryLoad: tick % 47,
    memoryFree: 20_000 - (tick % 1_000),
    memoryUsed: 4_000 + (tick % 1_000),
    pstate: 2,
    pcieLinkGen: 4,
    fault: null,
  };
}

function line(uuid: string, index: number, sample: Sample): string {
  const { at, temperature, load, memoryLoad, memoryFree, memoryUsed } = sample;
  return (
    `${stamp(at)}, ${index}, ${uuid}, NVIDIA GeForce RTX 4090, 00000000:${index}1:00.0, ` +
    `580.105.08, P2, 4, 4, ${temperature}, ${load} %, ${memoryLoad} %, 24564 MiB, ` +
    `${memoryFree} MiB, ${memoryUsed} MiB`
  );
}

/** The report of an agent about so many moments from then on. */
export function reportOf(agent: Agent, from: Instant, moments: number): Report {
  const samples: Sample[] = [];
  const lines = ["# agent: 1", HEADER];
  for (let moment = 0; moment < moments; moment++) {
    for (const [index, { id, uuid }] of agent.gpus.entries()) {
      const sample = sampleAt(id, from + moment * STEP_MS);
      samples.push(sample);
      lines.push(line(uuid, index, sample));
    }
  }
  return { agent, body: `${lines.join("\n")}\n`, samples };
}

/** Sends a report until it is taken, as long as it is only said to come too early. */
export async function send(portal: string, { agent, body }: Report): Promise<void> {
  for (;;) {
    const headers = {
      Authorization: `Bearer ${agent.token}`,
      "X-Forwarded-For": agent.address,
      "X-Agent-Time": String(Date.now() / 1_000),
      "Content-Type": "text/csv",
    };
    const response = await fetch(`${portal}/api/ingest`, { method: "POST", headers, body });
    const sentence = await response.text();
    if (response.status === 202) return;
    if (response.status !== 503 && response.status !== 429) {
      throw new Error(`${response.status} ${sentence}`);
    }
    await sleep(500);
  }
}
