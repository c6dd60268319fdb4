/** The servers that gpusched stands on, made to be killed: each comes back where it was. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { migrate } from "@/scripts/database/migrate";
import { freePort } from "@/scripts/ports";
import { type PostgresServer, startPostgres } from "@/scripts/postgres/server";

export type Server = {
  readonly url: string;
  /** Ends it at once, in the middle of whatever it does. */
  readonly crash: () => Promise<void>;
  readonly comeBack: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** PostgreSQL with our schema. What it has committed outlives its own crash, not the machine's. */
export async function makePostgres(): Promise<Server> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-crash-"));
  const start = () => startPostgres({ dataDir, settings: { fsync: "off" } });
  let server: PostgresServer = await start();
  await migrate(server.url);
  const { url } = server;
  return {
    url,
    crash: async () => {
      const ended = once(server.process, "exit");
      server.process.kill("SIGQUIT");
      await ended;
    },
    comeBack: async () => {
      server = await start();
      if (server.url !== url) throw new Error("PostgreSQL came back at another address");
    },
    remove: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on("error", () => undefined);
    const answer = await client
      .connect()
      .then(() => client.ping())
      .catch(() => undefined);
    client.disconnect();
    if (answer === "PONG") return;
    await sleep(50);
  }
  throw new Error("Redis does not answer");
}

/** Redis as README wants it for production: it never evicts, and writes down what it holds. */
export async function makeRedis(): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-crash-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const settings = {
    port,
    bind: "127.0.0.1",
    dir: folder,
    "maxmemory-policy": "noeviction",
    appendonly: "yes",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const start = async () => {
    const child = spawn("redis-server", flags, { stdio: "ignore" });
    await untilItAnswers(url);
    return child;
  };
  let server = await start();
  const end = async () => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  };
  return {
    url,
    crash: end,
    comeBack: async () => {
      server = await start();
    },
    remove: async () => {
      await end();
      rmSync(folder, { recursive: true });
    },
  };
}
