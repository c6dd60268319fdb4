/** A process of the portal that is kept running. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./console.mjs";
import { Failure } from "./failure.mjs";

/** One run of a service. */
export type Running = { process: ChildProcess; stop: () => Promise<void> };

/** `broken` rejects when the service does not stay up, and never resolves. */
export type Service = { broken: Promise<never>; stop: () => Promise<void> };

const STEADY_MS = 60_000;
const MOST_QUICK_ENDS = 5;

/**
 * Starts a service and keeps it running. The first launch must succeed. A run that ends by itself
 * is followed by another after 1, 2, 4, 8 s; five in a row of less than a minute each mean that it
 * will not stay up, and then the whole portal stops instead of pretending.
 * @param launch resolves when the service works
 */
export async function keepRunning(
  name: string,
  logFile: string,
  launch: () => Promise<Running>,
): Promise<Service> {
  const stopping = new AbortController();
  let current = launch();
  await current;

  async function watch(): Promise<void> {
    for (let quickEnds = 0; !stopping.signal.aborted; ) {
      const start = performance.now();
      await current.then(({ process }) => ended(process)).catch(() => undefined);
      if (stopping.signal.aborted) return;
      quickEnds = performance.now() - start < STEADY_MS ? quickEnds + 1 : 1;
      if (quickEnds === MOST_QUICK_ENDS) throw new Failure(`The ${name} keeps ending.`, logFile);
      say(`The ${name} ended unexpectedly and is started again; see ${logFile}`);
      const pause = sleep(500 * 2 ** quickEnds, undefined, { signal: stopping.signal });
      await pause.catch(() => undefined);
      if (!stopping.signal.aborted) current = launch();
    }
  }

  const broken = watch().then(() => new Promise<never>(() => undefined));
  // Whoever stops the portal for another reason does not look at this one any more.
  broken.catch(() => undefined);
  return {
    broken,
    stop: async () => {
      stopping.abort();
      await current.then(
        ({ stop }) => stop(),
        () => undefined,
      );
    },
  };
}

export const hasEnded = (process: ChildProcess): boolean =>
  process.exitCode !== null || process.signalCode !== null;

export async function ended(process: ChildProcess): Promise<void> {
  if (!hasEnded(process)) await once(process, "exit");
}
