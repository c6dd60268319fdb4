/** PostgreSQL's own pg_dump and pg_restore, where there are some that fit. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { Failure } from "../start/failure.mjs";

/** One of them: a file and its major version. */
export type Client = { file: string; version: number };

/** Debian keeps each version in a folder of its own; what stands in PATH chooses among them. */
const DEBIAN = "/usr/lib/postgresql";

/**
 * The oldest that is of version `least` or newer: pg_dump refuses a newer server than itself, and
 * pg_restore a newer pg_dump.
 */
export function findClient(program: "pg_dump" | "pg_restore", least: number): Client | undefined {
  const folders = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  const files = folders.map((version) => path.join(DEBIAN, version, "bin", program));
  return [...files, program]
    .map((file) => ({ file, version: versionOf(file) }))
    .filter(({ version }) => version >= least)
    .sort((a, b) => a.version - b.version)[0];
}

/** 0 when there is no such program. */
function versionOf(file: string): number {
  const { stdout } = spawnSync(file, ["--version"], { encoding: "utf8" });
  return Number(stdout?.match(/\d+/)?.[0] ?? 0);
}

/** A client at work. `ended` throws a Failure with the first thing it complained about. */
export type Work = { process: ChildProcess; ended: Promise<void> };

/** Starts a client on a database; every user may see its arguments, so the password is not in them. */
export function startClient({ file }: Client, url: string, args: string[], signal: AbortSignal) {
  const { address, password } = withoutPassword(url);
  const child = spawn(file, [`--dbname=${address}`, "--no-password", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      LC_ALL: "C",
      PGAPPNAME: "gpusched-backup",
      ...(password && { PGPASSWORD: password }),
    },
    // Ctrl-C in a terminal is for us, who tell it.
    detached: true,
    signal,
  });
  return { process: child, ended: endOf(child, path.basename(file)) };
}

async function endOf(child: ChildProcess, name: string): Promise<void> {
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    // Its first complaint is the cause of all others.
    if (said.length < 10_000) said += chunk;
  });
  const [code] = await once(child, "close");
  if (code === 0) return;
  const lines = said.trim().split("\n");
  const cause = lines.find((line) => line.includes("error:")) ?? lines.at(-1) ?? "";
  throw new Failure(`${name} failed: ${cause.replace(/^.*?error: /, "") || `it ended (${code})`}.`);
}

function withoutPassword(url: string): { address: string; password: string | undefined } {
  const address = new URL(url);
  const password = address.searchParams.get("password") ?? decodeURIComponent(address.password);
  address.searchParams.delete("password");
  address.password = "";
  return { address: address.href, password: password || undefined };
}
