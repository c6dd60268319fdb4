/** The embedded database's folder: made once, and only ever used by its own major version. */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { Failure } from "../start/failure.mjs";
import type { Binaries } from "./binaries";
import { writeConnection } from "./connection";
import { giveTo, type Identity, spawnAs } from "./identity";
import { requireUsable } from "./usable";

/** Name of the embedded cluster's only role and of its database. */
export const NAME = "gpusched";

/** The folder of the embedded database, which need not exist. */
export const clusterOf = (dataDir: string) => path.join(dataDir, "postgres");

/**
 * Whether something is there under its name. Also a link that leads nowhere: what it led to may be
 * on a disk that is not mounted.
 */
export const hasCluster = (dataDir: string): boolean =>
  lstatSync(clusterOf(dataDir), { throwIfNoEntry: false }) !== undefined;

/**
 * Makes the cluster unless it exists. It is made in a folder beside and then renamed, so that a
 * crash leaves no half of one.
 * @throws Failure when the folder holds another version's data, or something else.
 */
export async function ensureCluster(
  dataDir: string,
  binaries: Binaries,
  identity: Identity,
): Promise<void> {
  for (const leftover of readdirSync(dataDir)) {
    if (leftover.startsWith("postgres.new-")) {
      rmSync(path.join(dataDir, leftover), { recursive: true });
    }
  }
  const cluster = clusterOf(dataDir);
  if (hasCluster(dataDir)) await requireUsable(cluster, binaries);
  else await makeCluster(cluster, binaries, identity);
}

async function makeCluster(cluster: string, binaries: Binaries, identity: Identity) {
  const workshop = mkdtempSync(path.join(path.dirname(cluster), "postgres.new-"));
  const fresh = path.join(workshop, "data");
  const passwordFile = path.join(workshop, "password");
  const password = randomBytes(24).toString("hex");
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(identity, workshop);
  // The built-in locale neither changes with the system's libraries nor needs ICU.
  await runProgram(identity, binaries.initdb, [
    `--pgdata=${fresh}`,
    `--username=${NAME}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
  ]);
  const single = ["--single", "-D", fresh, "postgres"];
  await runProgram(identity, binaries.postgres, single, `CREATE DATABASE ${NAME}\n`);
  writeConnection(fresh, { password });
  renameSync(fresh, cluster);
  rmSync(workshop, { recursive: true });
}

/** Runs one of PostgreSQL's programs to its end. @throws Failure with the last line it said. */
async function runProgram(identity: Identity, program: string, args: string[], input = "") {
  const child = spawnAs(identity, program, args, "pipe");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  }
  child.stdin?.end(input);
  const [code] = await once(child, "close");
  if (code === 0) return;
  const reason = said.trim().split("\n").at(-1);
  throw new Failure(`PostgreSQL's ${path.basename(program)} failed: ${reason}`);
}
