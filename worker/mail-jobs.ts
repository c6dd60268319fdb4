import { setTimeout as sleep } from "node:timers/promises";
import { openMailWorker } from "@/lib/jobs/backend";
import { log } from "@/lib/log";
import { outageOf } from "@/lib/outage";
import { aborted, pause } from "./abort";
import { MAIL_JOBS } from "./capacity";
import { handleMailJob } from "./handlers/send-mail";

const PAUSE_AFTER_FAILURE_MS = 5_000;
// As long as the longest send; what was begun and then lost comes back as any job of a killed worker.
const LONGEST_CLOSE_MS = 30_000;

/**
 * Takes mail jobs until `signal` aborts, and returns once those that were begun are done. Where
 * jobs stand may be away for as long as it likes: meanwhile the sweep does their work.
 */
export async function takeMailJobs(signal: AbortSignal): Promise<void> {
  const outage = outageOf("taking jobs");
  const stop = aborted(signal);
  while (!signal.aborted) {
    const jobs = openMailWorker(handleMailJob, MAIL_JOBS);
    jobs.on("error", outage.began);
    jobs.on("completed", outage.ended);
    jobs.on("failed", (job, error) => log.error({ error, job: job?.data }, "a job failed"));
    try {
      // Running before it is ready, BullMQ would try without a pause.
      await Promise.race([jobs.waitUntilReady(), stop]);
      outage.ended();
      await Promise.race([jobs.run(), stop]);
    } catch (error) {
      outage.began(error);
    }
    const closed = jobs.close().catch(outage.began);
    // A connection that hangs never closes; without a limit no job would be taken again.
    await (signal.aborted
      ? closed
      : Promise.race([closed, sleep(LONGEST_CLOSE_MS, undefined, { ref: false })]));
    await pause(PAUSE_AFTER_FAILURE_MS, signal);
  }
}
