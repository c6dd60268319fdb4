/** Servers with agents, and what their reports say. */
import { createHash, randomUUID } from "node:crypto";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { storeReport } from "@/lib/stats/commands-store";

/** A server with an agent, and the token that the agent has. */
export type Watched = { serverId: number; token: string };

/** Makes a server whose agent has never reported. */
export async function makeServer(): Promise<Watched> {
  const token = `gpusched_${createHash("sha256").update(randomUUID()).digest("base64url")}`;
  const name = `srv-${randomUUID().slice(0, 8)}`;
  const hash = createHash("sha256").update(token).digest();
  const [row] = await sql<{ id: number }>("INSERT INTO server (name) VALUES ($1) RETURNING id", [
    name,
  ]);
  const serverId = row?.id ?? 0;
  await sql("INSERT INTO agent (server_id, token_hash, token_made_at) VALUES ($1, $2, now())", [
    serverId,
    hash,
  ]);
  return { serverId, token };
}

/** A GPU of a server, of which no card has reported yet. */
export async function makeCard(serverId: number, index: number): Promise<number> {
  const [row] = await sql<{ id: number }>(
    `INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info)
     VALUES ($1, $2, 'RTX 4090', '13.1', 'ssh gpu') RETURNING id`,
    [serverId, index],
  );
  return row?.id ?? 0;
}

/** "2026/11/24 10:00:00.000", as nvidia-smi writes a time in UTC. */
export const stamp = (at: Instant): string =>
  new Date(at).toISOString().replaceAll("-", "/").replace("T", " ").replace("Z", "");

export const HEADER =
  "timestamp, index, uuid, name, pci.bus_id, driver_version, pstate, pcie.link.gen.max, " +
  "pcie.link.gen.current, temperature.gpu, utilization.gpu [%], utilization.memory [%], " +
  "memory.total [MiB], memory.free [MiB], memory.used [MiB]";

type Cells = {
  uuid: string;
  pci: string;
  driver: string;
  temperature: number | string;
  load: number;
};

/** One line of nvidia-smi about a card, which is named after its number unless told otherwise. */
export function line(at: Instant, index: number, details: Partial<Cells> = {}): string {
  const {
    uuid = `GPU-${index}`,
    pci = `00000000:0${index}:00.0`,
    driver = "595.71",
    temperature = 60,
    load = 50,
  } = details;
  return (
    `${stamp(at)}, ${index}, ${uuid}, NVIDIA GeForce RTX 4090, ${pci}, ${driver}, P2, 4, 4, ` +
    `${temperature}, ${load} %, 20 %, 24564 MiB, 20000 MiB, 4000 MiB`
  );
}

export const body = (...lines: string[]): string => [HEADER, ...lines, ""].join("\n");

/** Stores a report that arrived, from an agent with the right time, at `at`. */
export const report = (serverId: number, at: Instant, ...lines: string[]): Promise<void> =>
  storeReport({ serverId, receivedAt: at, sentAt: at, body: body(...lines) });
