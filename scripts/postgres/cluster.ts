/** The embedded database's folder: made once, and only ever used by its own major version. */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Failure } from "../start/failure.mjs";
import type { Binaries } from "./binaries";
import { giveTo, type Identity, spawnAs } from "./identity";

/** Name of the embedded cluster's only role and of its database. */
export const NAME = "gpusched";

/** How to reach the embedded database; kept inside its folder, so that neither is lost alone. */
export type Connection = { password: string; port?: number };

const connectionFile = (cluster: string) => path.join(cluster, "gpusched.json");

export function readConnection(cluster: string): Connection {
  return JSON.parse(readFileSync(connectionFile(cluster), "utf8"));
}

export function writeConnection(cluster: string, connection: Connection): void {
  // Written aside and renamed: a crash must not leave half a password.
  const aside = `${connectionFile(cluster)}.new`;
  writeFileSync(aside, JSON.stringify(connection), { mode: 0o600 });
  const { uid, gid } = statSync(cluster);
  chownSync(aside, uid, gid);
  renameSync(aside, connectionFile(cluster));
}

/**
 * Makes the cluster unless it exists. It is made in a folder beside and then renamed, so that a
 * crash leaves no half of one.
 * @throws Failure when the folder holds another version's data, or something else.
 */
export async function ensureCluster(
  cluster: string,
  binaries: Binaries,
  identity: Identity,
): Promise<void> {
  for (const leftover of readdirSync(path.dirname(cluster))) {
    if (leftover.startsWith("postgres.new-")) {
      rmSync(path.join(path.dirname(cluster), leftover), { recursive: true });
    }
  }
  if (existsSync(cluster)) await requireSameVersion(cluster, binaries);
  else await makeCluster(cluster, binaries, identity);
}

async function requireSameVersion(cluster: string, binaries: Binaries): Promise<void> {
  const file = path.join(cluster, "PG_VERSION");
  if (!existsSync(file)) throw new Failure(`${cluster} is not a PostgreSQL data folder.`);
  const { stdout } = await promisify(execFile)(binaries.postgres, ["--version"]);
  const ours = stdout.match(/\d+/)?.[0];
  const theirs = readFileSync(file, "utf8").trim();
  if (theirs === ours) return;
  throw new Failure(
    `${cluster} was written by PostgreSQL ${theirs}, and this is ${ours}: upgrade it with ` +
      "pg_upgrade or a dump, or set DATABASE_URL.",
  );
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
