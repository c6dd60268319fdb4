/** Real workers in processes of their own, as they run in production. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, onTestFailed, vi } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

export type WorkerProcess = {
  child: ChildProcess;
  /** What it wrote to its log so far. */
  log: () => string;
  /** Ends it with a signal; returns its exit code, or the signal that ended it. */
  end: (signal: NodeJS.Signals) => Promise<number | string>;
};

// On a busy machine a process takes its time to start.
vi.setConfig({ testTimeout: 60_000 });

const running = new Set<WorkerProcess>();

afterEach(async () => {
  await Promise.all([...running].map((worker) => worker.end("SIGKILL")));
});

const SOURCES = ["--import", "tsx", "worker/index.ts"];

/** Starts a worker with this process's settings and `changes` to them. */
export function startWorker(
  changes: Readonly<Record<string, string>> = {},
  program: readonly string[] = SOURCES,
): WorkerProcess {
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { ...process.env, ...changes },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    log += chunk;
  });
  const exit = once(child, "exit").then(([code, signal]) => code ?? signal);
  const worker: WorkerProcess = {
    child,
    log: () => log,
    end: (signal) => {
      child.kill(signal);
      return exit;
    },
  };
  running.add(worker);
  onTestFailed(() => console.error(`a worker of the failed test wrote:\n${log}`));
  void exit.then(() => running.delete(worker));
  return worker;
}
