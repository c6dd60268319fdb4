/** Real workers in processes of their own, as they run in production. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, onTestFailed, vi } from "vitest";
import { bundle } from "@/scripts/build/bundle";

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

/** One file, which starts in a tenth of the time of its sources; beside the packages it imports. */
const built = path.join(root, "node_modules/.cache/gpusched-tests");
mkdirSync(built, { recursive: true });
const folder = mkdtempSync(path.join(built, "worker-"));
await bundle({ worker: path.join(root, "worker/index.ts") }, folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a worker with this process's settings and `changes` to them. */
export function startWorker(changes: Readonly<Record<string, string>> = {}): WorkerProcess {
  const child = spawn(process.execPath, [path.join(folder, "worker.mjs")], {
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
