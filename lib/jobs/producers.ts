import { outageOf } from "../outage";
import { onBehalfOf, requestId } from "../request-id";
import { type Jobs, openQueue } from "./backend";
import { MAIL_QUEUE, REPORT_QUEUE, type ReportJob } from "./contracts";

type OpenQueue<Name extends keyof Jobs> = ReturnType<typeof openQueue<Name>>;

const open: { [Name in keyof Jobs]?: OpenQueue<Name> } = {};

/** Made on first use, so that neither an import nor `next build` connects to anything. */
function queueOf<Name extends keyof Jobs>(name: Name): OpenQueue<Name> {
  const known: OpenQueue<Name> | undefined = open[name];
  if (known) return known;
  // It outlives the request that needs it first.
  const queue = onBehalfOf(undefined, () => openQueue(name));
  // Whoever puts something in learns of its failure; without a listener Node would end the process.
  queue.on("error", () => undefined);
  Object.assign(open, { [name]: queue });
  return queue;
}

async function close(name: keyof Jobs): Promise<void> {
  const queue = open[name];
  delete open[name];
  await queue?.close().catch(() => undefined);
}

/**
 * Closes a queue that failed: one that could not connect stays so. The next use opens another,
 * which those who still wait for the failed one must not close again.
 */
function abandon(name: keyof Jobs, failed: OpenQueue<keyof Jobs> | undefined): void {
  if (open[name] === failed) void close(name);
}

/** Closes the connections to all queues. */
export async function closeProducers(): Promise<void> {
  await Promise.all([close(MAIL_QUEUE), close(REPORT_QUEUE)]);
}

/** The answer, if it comes in time. @throws Error otherwise */
async function within<Answer>(milliseconds: number, answer: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`no answer within ${milliseconds} ms`));
    timer = setTimeout(late, milliseconds);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

const LONGEST_ANNOUNCEMENT_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;

const announcing = outageOf("announcing mails to the worker");
/** By a clock that only ever goes on, as all pauses are measured. */
let pausedUntil = 0;

/**
 * Tells the worker which mails were put into the outbox; called after the commit. Never throws
 * and never takes longer than a second, since the worker's sweep finds every mail in any case.
 */
export async function announceMails(ids: readonly number[]): Promise<void> {
  if (ids.length === 0 || performance.now() < pausedUntil) return;
  let queue: OpenQueue<typeof MAIL_QUEUE> | undefined;
  try {
    const mails = queueOf(MAIL_QUEUE);
    queue = mails;
    // Not as a bulk: for one job, as there mostly is, that takes PostgreSQL five times as long.
    const jobs = ids.map((mailId) => mails.add("send", { mailId, requestId: requestId() }));
    await within(LONGEST_ANNOUNCEMENT_MS, Promise.all(jobs));
    announcing.ended();
  } catch (error) {
    announcing.began(error);
    pausedUntil = performance.now() + PAUSE_AFTER_FAILURE_MS;
    abandon(MAIL_QUEUE, queue);
  }
}

const LONGEST_HAND_OVER_MS = 5_000;
/** Reports that may stand before the worker: a few minutes of a large lab. Agents keep the rest. */
const MOST_WAITING = 2_000;
const COUNTED_EVERY_MS = 1_000;
const LONGEST_COUNT_MS = 2_500;

const handingOver = outageOf("handing reports over to the worker");
let counted = { waiting: 0, at: Number.NEGATIVE_INFINITY };

/** How many reports wait, as it was a second ago: not asked for each one. */
async function waitingReports(queue: OpenQueue<typeof REPORT_QUEUE>): Promise<number> {
  if (performance.now() - counted.at >= COUNTED_EVERY_MS) {
    counted = { ...counted, at: performance.now() };
    const waiting = await queue.getJobCountByTypes("waiting", "delayed");
    counted = { waiting, at: performance.now() };
  }
  return counted.waiting;
}

/**
 * Hands a report over to the worker. Once this returns true it will be stored, whatever fails
 * meanwhile; false: where jobs stand is away, or the worker is far behind.
 */
export async function handOverReport(report: ReportJob): Promise<boolean> {
  let queue: OpenQueue<typeof REPORT_QUEUE> | undefined;
  try {
    queue = queueOf(REPORT_QUEUE);
    if ((await within(LONGEST_HAND_OVER_MS, waitingReports(queue))) >= MOST_WAITING) return false;
    await within(LONGEST_HAND_OVER_MS, queue.add("store", { ...report, requestId: requestId() }));
    handingOver.ended();
    return true;
  } catch (error) {
    handingOver.began(error);
    abandon(REPORT_QUEUE, queue);
    return false;
  }
}

/** The jobs of one queue. */
export type JobCounts = { readonly waiting: number; readonly active: number };

/** How many jobs stand where. @throws Error when that is not known in time */
export async function jobCounts(): Promise<Record<keyof Jobs, JobCounts>> {
  const [mail, report] = await Promise.all([countIn(MAIL_QUEUE), countIn(REPORT_QUEUE)]);
  return { [MAIL_QUEUE]: mail, [REPORT_QUEUE]: report };
}

async function countIn(name: keyof Jobs): Promise<JobCounts> {
  const queue = queueOf(name);
  try {
    const asked = queue.getJobCounts("waiting", "delayed", "active");
    const { waiting = 0, delayed = 0, active = 0 } = await within(LONGEST_COUNT_MS, asked);
    return { waiting: waiting + delayed, active };
  } catch (error) {
    abandon(name, queue);
    throw error;
  }
}
