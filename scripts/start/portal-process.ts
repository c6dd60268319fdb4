/** Web and worker as processes of the start script. */
import { spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./failure.mjs";
import { openLog } from "./logs.mjs";
import { ended, hasEnded, type Running } from "./service";

/** How long web and worker may take to finish what they are doing; they keep to it by themselves. */
const LONGEST_STOP_MS = 10_000;
/** How long an answer may take before it is asked for again; in development it is compiled first. */
const LONGEST_ANSWER_MS = 10_000;

/** Web or worker: as they were built, or in development from their sources. */
export type Program = { args: string[]; mode: "production" | "development"; logFile: string };

export function program(name: "web" | "worker", dev: boolean, logFile: string): Program {
  const source = name === "web" ? ["scripts/web/index.ts", "--dev"] : ["worker/index.ts"];
  return dev
    ? { args: ["--import", "tsx", ...source], mode: "development", logFile }
    : { args: ["--enable-source-maps", `dist/${name}.mjs`], mode: "production", logFile };
}

/**
 * Runs web or worker. Its IPC channel breaks when this process is killed, and then it ends by
 * itself. It has its own process group, so that Ctrl-C in a terminal reaches this process only.
 */
export function spawnProgram({ args, mode, logFile }: Program): Running {
  const log = openLog(logFile);
  const child = spawn(process.execPath, args, {
    env: { ...process.env, NODE_ENV: mode },
    stdio: ["ignore", log, log, "ipc"],
    detached: true,
  });
  closeSync(log);
  return {
    process: child,
    stop: async () => {
      child.kill("SIGTERM");
      const patience = setTimeout(() => child.kill("SIGKILL"), LONGEST_STOP_MS);
      await ended(child);
      clearTimeout(patience);
    },
  };
}

/**
 * Runs the web server and waits until it answers.
 * @throws Failure when it ends instead, or answers that it is broken
 */
export async function spawnWeb(web: Program, host: string, port: number, signal: AbortSignal) {
  const { logFile } = web;
  const running = spawnProgram(web);
  try {
    for (;;) {
      const status = await answer(host, port, signal);
      if (status && status >= 500) throw new Failure(`The portal answers with ${status}.`, logFile);
      if (status) return running;
      if (hasEnded(running.process)) throw new Failure("The web server did not start.", logFile);
      await sleep(100, undefined, { signal });
    }
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** The status with which the front page is answered; undefined while nobody answers. */
function answer(host: string, port: number, stop: AbortSignal): Promise<number | undefined> {
  const signal = AbortSignal.any([stop, AbortSignal.timeout(LONGEST_ANSWER_MS)]);
  return new Promise((resolve) => {
    const request = get({ host, port, agent: false, signal }, (response) => {
      // The rest is of no interest, nor is it when the connection breaks in it.
      response.on("error", () => undefined).resume();
      resolve(response.statusCode);
    });
    request.on("error", () => resolve(undefined));
  });
}
