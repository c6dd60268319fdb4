/** Starts and stops the embedded PostgreSQL of one data directory. */
import type { ChildProcess, StdioOptions } from "node:child_process";
import { closeSync, realpathSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../ports";
import { Failure } from "../start/failure.mjs";
import { openLog } from "../start/logs.mjs";
import { type Binaries, postgresBinaries } from "./binaries";
import { clusterOf, ensureCluster, NAME } from "./cluster";
import { readConnection, writeConnection } from "./connection";
import { giveTo, type Identity, identityFor, spawnAs } from "./identity";
import { endOrphan, isReady } from "./pid-file";

/** A running server. `url` reaches its database with all rights. */
export type PostgresServer = { url: string; process: ChildProcess; stop: () => Promise<void> };

/** `settings` are given to the server as they would stand in postgresql.conf. */
export type PostgresOptions = { dataDir: string; settings?: Record<string, string> };

/**
 * Starts the database in `dataDir`/postgres, which is made when it is missing; a server that a
 * killed start script left behind is ended first. It listens on 127.0.0.1 only, on the same port
 * as last time when that is free, and logs to `dataDir`/logs/postgres.log.
 * @throws Failure in one line.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const dataDir = realpathSync(options.dataDir);
  const cluster = clusterOf(dataDir);
  const binaries = postgresBinaries();
  const identity = await identityFor(dataDir, binaries.postgres);
  await ensureCluster(dataDir, binaries, identity);
  await endOrphan(cluster);
  giveTo(identity, cluster);

  const connection = readConnection(cluster);
  if (!connection) throw new Failure(`${cluster} was changed while it was being started.`);
  const port = await freePort(connection.port);
  if (port !== connection.port) writeConnection(cluster, { ...connection, port });

  const logFile = path.join(dataDir, "logs", "postgres.log");
  const settings = { ...STANDING, port: String(port), ...options.settings };
  const child = spawnServer({ cluster, binaries, identity, settings, logFile });
  await untilReady(child, cluster, logFile);
  return {
    url: `postgresql://${NAME}:${connection.password}@127.0.0.1:${port}/${NAME}`,
    process: child,
    stop: () => stop(child),
  };
}

const STANDING = {
  listen_addresses: "127.0.0.1",
  // A socket's path may have 107 bytes only, which a deep folder exceeds.
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
  // What it would say besides of a row that it refuses is the row: addresses, hashes of passwords.
  log_error_verbosity: "terse",
};

type Launch = {
  cluster: string;
  binaries: Binaries;
  identity: Identity;
  settings: Record<string, string>;
  logFile: string;
};

function spawnServer({ cluster, binaries, identity, settings, logFile }: Launch): ChildProcess {
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openLog(logFile);
  const stdio = ["ignore", log, log] satisfies StdioOptions;
  const child = spawnAs(identity, binaries.postgres, ["-D", cluster, ...flags], stdio);
  closeSync(log);
  return child;
}

/** Recovery after a crash may take minutes; it ends because the server either is ready or exits. */
async function untilReady(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  let failed: Error | undefined;
  child.once("error", (error) => {
    failed = error;
  });
  while (!(child.pid && isReady(cluster, child.pid))) {
    if (failed || child.exitCode !== null || child.signalCode !== null) {
      throw new Failure("PostgreSQL did not start.", logFile);
    }
    await sleep(20);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // SIGINT is PostgreSQL's "fast" shutdown: it ends sessions and writes everything down.
  child.kill("SIGINT");
  const patience = setTimeout(() => child.kill("SIGQUIT"), 30_000);
  await ended;
  clearTimeout(patience);
}
