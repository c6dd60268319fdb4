/** A Redis of its own for a test, as BullMQ wants it: it never evicts. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "@/scripts/ports";

export type TestRedis = { url: string; stop: () => Promise<void> };

/** Whether Debian's `redis-server` is installed. */
export const hasRedis = () => spawnSync("redis-server", ["--version"]).error === undefined;

/** Starts Debian's `redis-server` on a free port of 127.0.0.1, with its files in a temporary folder. */
export async function startRedis(): Promise<TestRedis> {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-redis-"));
  const port = await freePort();
  const settings = { port, bind: "127.0.0.1", dir: folder, "maxmemory-policy": "noeviction" };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const server = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(server, "exit");
  let said = "";
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    said += chunk;
    if (said.includes("Ready to accept connections")) break;
  }
  server.stdout.resume();
  if (server.exitCode !== null) throw new Error(`redis-server ended: ${said}`);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
