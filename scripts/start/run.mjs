// @ts-check
/** Runs another program to its end, with all that it says in a log. */
import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { Failure } from "./failure.mjs";
import { openLog } from "./logs.mjs";

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ logFile: string, failure: string, signal: AbortSignal }} options `failure` is what to
 *   say when it fails; `signal` ends it early
 * @returns {Promise<void>}
 */
export async function run(command, args, { logFile, failure, signal }) {
  signal.throwIfAborted();
  const log = openLog(logFile);
  const child = spawn(command, args, { stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  // The whole group: what the program started has to end with it.
  const stop = () => child.pid && process.kill(-child.pid, "SIGTERM");
  signal.addEventListener("abort", stop);
  const code = await new Promise((resolve, reject) => {
    child.once("exit", resolve);
    child.once("error", reject);
  });
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(failure, logFile);
}
