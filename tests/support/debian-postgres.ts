/** Debian's PostgreSQL, as a server of its own for a test: the one that pg_dump fits. */

import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "@/scripts/ports";
import { giveTo, identityFor, spawnAs } from "@/scripts/postgres/identity";
import { isReady } from "@/scripts/postgres/pid-file";

const FOLDER = "/usr/lib/postgresql";

export type DebianPostgres = {
  /** Its major version. */
  version: number;
  /** Of its database `postgres`, with all rights. */
  url: string;
  stop: () => Promise<void>;
};

/** Starts Debian's newest `postgres` on a free port of 127.0.0.1; whoever may connect is trusted. */
export async function startDebianPostgres(): Promise<DebianPostgres> {
  const version = Math.max(...readdirSync(FOLDER).map(Number));
  const program = (name: string) => path.join(FOLDER, String(version), "bin", name);
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-debian-"));
  const data = path.join(folder, "data");
  const identity = await identityFor(folder, program("postgres"));
  giveTo(identity, folder);
  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"];
  const { file, args } = identity.command(program("initdb"), [...initdb, "--no-sync"]);
  await promisify(execFile)(file, args, { ...identity.spawn, cwd: "/" });
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    fsync: "off",
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawnAs(identity, program("postgres"), ["-D", data, ...flags], "ignore");
  const ended = once(server, "exit");
  while (!existsSync(path.join(data, "postmaster.pid")) || !isReady(data, server.pid ?? 0)) {
    if (server.exitCode !== null) throw new Error("Debian's PostgreSQL did not start");
    await sleep(20);
  }
  return {
    version,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
