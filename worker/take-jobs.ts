import { setTimeout as sleep } from "node:timers/promises";
import { type Jobs, NeverAgain, openWorker } from "@/lib/jobs/backend";
import { requestOf } from "@/lib/jobs/contracts";
import { outageOf } from "@/lib/outage";
import { onBehalfOf } from "@/lib/request-id";
import { tallies } from "@/lib/watch/tally";
import { aborted, pause } from "./abort";

const PAUSE_AFTER_FAILURE_MS = 5_000;
// As long as the longest send; what was begun and then lost comes back as any job of a killed worker.
const LONGEST_CLOSE_MS = 30_000;

type Work = {
  readonly queue: keyof Jobs;
  readonly handle: (data: unknown) => Promise<void>;
  /** How many at a time. */
  readonly concurrency: number;
};

/**
 * Takes jobs from a queue until `signal` aborts, and returns once those that were begun are done.
 * Where jobs stand may be away for as long as it likes.
 */
export async function takeJobs(work: Work, signal: AbortSignal): Promise<void> {
  const { queue, handle, concurrency } = work;
  const taking = outageOf(`taking jobs of the queue ${queue}`);
  const doing = outageOf(`doing jobs of the queue ${queue}`);
  const stop = aborted(signal);
  while (!signal.aborted) {
    const jobs = openWorker(queue, handle, concurrency);
    jobs.on("error", taking.began);
    jobs.on("completed", () => {
      tallies().add("job", `${queue} done`);
      taking.ended();
      doing.ended();
    });
    jobs.on("failed", (job, error) => {
      const isGivenUp = error instanceof NeverAgain;
      tallies().add("job", `${queue} ${isGivenUp ? "given-up" : "failed"}`);
      if (isGivenUp) return;
      onBehalfOf(requestOf(job?.data), () => doing.began(error));
    });
    try {
      // Running before it is ready, BullMQ would try without a pause.
      await Promise.race([jobs.waitUntilReady(), stop]);
      taking.ended();
      await Promise.race([jobs.run(), stop]);
    } catch (error) {
      taking.began(error);
    }
    const closed = jobs.close().catch(taking.began);
    // A connection that hangs never closes; without a limit no job would be taken again.
    await (signal.aborted
      ? closed
      : Promise.race([closed, sleep(LONGEST_CLOSE_MS, undefined, { ref: false })]));
    await pause(PAUSE_AFTER_FAILURE_MS, signal);
  }
}
