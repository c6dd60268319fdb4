/** Whether the embedded database's folder is one that this PostgreSQL may serve. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { newestBackup } from "../backup/folder";
import { Failure } from "../start/failure.mjs";
import type { Binaries } from "./binaries";
import { CONNECTION_FILE, readConnection } from "./connection";

/** Without any of these PostgreSQL would not start, and would say so to nobody but its log. */
const PARTS = ["PG_VERSION", "global/pg_control", "base", "pg_wal", CONNECTION_FILE];

/**
 * A folder of another major version, or one of which parts are missing, is left as it is: neither
 * served nor made anew.
 * @throws Failure that says what to do
 */
export async function requireUsable(cluster: string, binaries: Binaries): Promise<void> {
  const missing = PARTS.find((part) => !existsSync(path.join(cluster, part)));
  if (missing) throw damaged(cluster, `${missing} is missing`);
  if (!readConnection(cluster)) throw damaged(cluster, `${CONNECTION_FILE} cannot be read`);
  const { stdout } = await promisify(execFile)(binaries.postgres, ["--version"]);
  const ours = stdout.match(/\d+/)?.[0] ?? "";
  const theirs = readFileSync(path.join(cluster, "PG_VERSION"), "utf8").trim();
  if (theirs !== ours) throw otherVersion(cluster, theirs, ours);
}

function damaged(cluster: string, why: string): Failure {
  return new Failure(
    `${cluster} is not a whole PostgreSQL data folder: ${why}. Nothing was changed. If its disk is ` +
      `not mounted, mount it; else bring a backup back: ${restoring(cluster, "damaged")}`,
  );
}

function otherVersion(cluster: string, theirs: string, ours: string): Failure {
  return new Failure(
    `${cluster} was written by PostgreSQL ${theirs}, and this version of gpusched has ${ours}. Nothing ` +
      "was changed. With the version of gpusched that ran before: npm run backup. Then with this " +
      `one: ${restoring(cluster, theirs)}`,
  );
}

/** The commands that put a backup in the place of this folder. */
function restoring(cluster: string, suffix: string): string {
  const newest = newestBackup(path.dirname(cluster));
  const known = newest ? `the newest backup now is ${newest}` : "there is no backup yet";
  const commands = `mv ${cluster} ${cluster}-${suffix} && npm run restore -- FILE`;
  return `${commands} (${known}; docs/backup.md)`;
}
