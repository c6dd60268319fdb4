import { outageOf } from "../outage";
import { openMailQueue } from "./backend";

const LONGEST_WAIT_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

const outage = outageOf("announcing mails to the worker");
let queue: ReturnType<typeof openMailQueue> | undefined;
let pausedUntil = 0;

/** Made on first use, so that neither an import nor `next build` connects to anything. */
function mailQueue() {
  if (!queue) {
    queue = openMailQueue();
    // Every announcement tells its own failure; without a listener Node would end the process.
    queue.on("error", () => undefined);
  }
  return queue;
}

/**
 * Tells the worker which mails were put into the outbox; called after the commit. Never throws
 * and never takes longer than a second, since the worker's sweep finds every mail in any case.
 */
export async function announceMails(ids: readonly number[]): Promise<void> {
  if (ids.length === 0 || Date.now() < pausedUntil) return;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`no answer within ${LONGEST_WAIT_MS} ms`));
    timer = setTimeout(late, LONGEST_WAIT_MS);
  });
  try {
    const jobs = ids.map((mailId) => ({ name: "send", data: { mailId } }));
    await Promise.race([mailQueue().addBulk(jobs), tooLate]);
    outage.ended();
  } catch (error) {
    outage.began(error);
    pausedUntil = Date.now() + PAUSE_AFTER_FAILURE_MS;
    // A queue that failed to connect stays failed; the next announcement makes a new one.
    void closeProducers();
  } finally {
    clearTimeout(timer);
  }
}

/** Closes the connection to the queue, if there is one; the next announcement opens another. */
export async function closeProducers(): Promise<void> {
  const open = queue;
  queue = undefined;
  await open?.close().catch(() => undefined);
}
