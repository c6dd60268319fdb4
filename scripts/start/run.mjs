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
  const log = openLog(logFile);
  const child = spawn(command, args, { signal, stdio: ["ignore", log, log] });
  closeSync(log);
  const code = await new Promise((resolve, reject) => {
    child.once("exit", resolve);
    // One that was ended early still comes to its exit.
    child.once("error", (error) => child.pid === undefined && reject(error));
  });
  signal.throwIfAborted();
  if (code !== 0) throw new Failure(failure, logFile);
}
