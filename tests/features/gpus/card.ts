/** GPUs as an administrator enters them. */
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/actor";
import { findGpu, listServers } from "@/lib/gpus/queries";
import { actions, type Fields, send } from "../admin/request";

/** Everything but the server. */
export const CARD = {
  index: "2",
  model: "RTX 4090",
  cudaVersion: "13.1",
  maxHours: "48",
  temperatureLimit: "90",
  connectionInfo: "ssh gpu01\r\nport 2222",
};

/** A name that no server has. */
export const aServerName = () => `gpu-${randomUUID().slice(0, 8)}`;

/** Adds a GPU as a form does; answers with what is stored. */
export async function add(admin: Actor, changes: Fields = {}) {
  const fields = { ...CARD, server: aServerName(), enabled: "on", ...changes };
  const to = await send(admin, actions.addGpu, fields);
  const id = Number(/^\/admin\/gpus\/(\d+)\?notice=created$/.exec(String(to))?.[1]);
  const gpu = await findGpu(id);
  if (!gpu) throw new Error(`no GPU was added: ${JSON.stringify(to)}`);
  return gpu;
}

/** The id of a server; 0 for none. */
export const idOfServer = async (name: string) =>
  (await listServers()).find((server) => server.name === name)?.id ?? 0;
