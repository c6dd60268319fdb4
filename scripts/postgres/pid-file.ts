/** PostgreSQL's own note of who serves a data folder: `postmaster.pid`. */
import { readFileSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandLine } from "../start/process.mjs";

// Lines of the file: 1 process id, 2 data folder, 3 start time, 4 port, …, 8 status.
function lines(cluster: string): string[] {
  try {
    return readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

/** Whether the server that process `pid` runs says that it accepts connections. */
export function isReady(cluster: string, pid: number): boolean {
  const note = lines(cluster);
  return Number(note[0]) === pid && note[7]?.trim() === "ready";
}

/**
 * Ends the server of this folder that outlived its start script, and removes a note whose process
 * number has gone to an unrelated process; PostgreSQL would take that one for a server.
 * @returns whether a server was ended.
 */
export async function endOrphan(cluster: string): Promise<boolean> {
  const pid = Number(lines(cluster)[0]);
  if (!(pid > 0)) return false;
  if (!serves(pid, cluster)) {
    rmSync(path.join(cluster, "postmaster.pid"), { force: true });
    return false;
  }
  process.kill(pid, "SIGINT");
  await hasEnded(pid, cluster);
  return true;
}

async function hasEnded(pid: number, cluster: string): Promise<void> {
  for (let waited = 0; serves(pid, cluster); waited += 100) {
    // A "fast" shutdown that takes this long becomes an "immediate" one; the next start recovers.
    if (waited === 30_000) process.kill(pid, "SIGQUIT");
    await sleep(100);
  }
}

function serves(pid: number, cluster: string): boolean {
  const command = commandLine(pid);
  return command.includes("postgres") && command.includes(`-D ${realpathSync(cluster)} `);
}
