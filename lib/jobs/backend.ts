/**
 * Where jobs stand: in Redis when REDIS_URL is set, else in PostgreSQL, in a schema of their own.
 * The only file that knows BullMQ.
 */
import type { EventEmitter } from "node:events";
import { createPostgresBackend, createRedisBackend, UnrecoverableError, withBackend } from "bullmq";
import { onBehalfOf } from "../request-id";
import { databaseUrl, settings } from "../settings";
import { MAIL_QUEUE, type MailJob, REPORT_QUEUE, type ReportJob, requestOf } from "./contracts";

const PREFIX = "gpusched";
const SCHEMA = "gpusched_jobs";

const onRedis = withBackend(createRedisBackend);
const onPostgres = withBackend(createPostgresBackend);

/** What each queue carries. */
export type Jobs = { [MAIL_QUEUE]: MailJob; [REPORT_QUEUE]: ReportJob };

/** How long finished jobs are kept for a look, and how often failed ones are tried. */
const HABITS = {
  // The outbox knows what became of a mail, and when to try again.
  [MAIL_QUEUE]: { attempts: 1, removeOnComplete: { count: 100 }, removeOnFail: { count: 500 } },
  // A report is tried for days, until the database takes it; stored, it need not stand here too.
  [REPORT_QUEUE]: {
    attempts: 100_000,
    backoff: { type: "fixed", delay: 5_000 },
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 50 },
  },
} as const;

const postgres = (connections: number) => ({
  connectionString: databaseUrl(),
  schema: SCHEMA,
  migrate: true,
  max: connections,
  connectionTimeoutMillis: 5_000,
  // Of a process that is frozen with a job in its hands PostgreSQL takes it back.
  idle_in_transaction_session_timeout: 5_000,
  // BullMQ listens to no connection that it is using; one that breaks would end the process.
  onConnect: (client: EventEmitter) => void client.on("error", () => undefined),
});

/** A queue to put jobs into; it connects at once. Made for being thrown away when it fails. */
export function openQueue<Name extends keyof Jobs>(name: Name) {
  const { REDIS_URL } = settings();
  const options = { prefix: PREFIX, defaultJobOptions: HABITS[name] };
  if (!REDIS_URL) {
    return new onPostgres.Queue<Jobs[Name]>(name, { ...options, connection: postgres(2) });
  }
  const connection = {
    url: REDIS_URL,
    // Says no at once instead of waiting for a Redis that is away.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    retryStrategy: () => null,
  };
  return new onRedis.Queue<Jobs[Name]>(name, { ...options, connection });
}

/**
 * Takes jobs from a queue, `concurrency` at a time, once it is told to `run`. Of a worker that
 * was killed its jobs come back after some 12 s (the default is a minute); being killed often does
 * not make a job fail for good.
 */
export function openWorker(
  name: keyof Jobs,
  handle: (data: unknown) => Promise<void>,
  concurrency: number,
) {
  const { REDIS_URL } = settings();
  const { removeOnComplete, removeOnFail } = HABITS[name];
  const options = {
    prefix: PREFIX,
    autorun: false,
    concurrency,
    lockDuration: 6_000,
    stalledInterval: 5_000,
    maxStalledCount: 100,
    runRetryDelay: 1_000,
    removeOnComplete,
    removeOnFail,
  };
  const process = ({ data }: { data: unknown }) => onBehalfOf(requestOf(data), () => handle(data));
  if (!REDIS_URL) {
    return new onPostgres.Worker(name, process, { ...options, connection: postgres(4) });
  }
  const connection = {
    url: REDIS_URL,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: (times: number) => Math.min(times * 200, 2_000),
  };
  return new onRedis.Worker(name, process, { ...options, connection });
}

/** Thrown by a handler, it fails the job for good: no further try could end otherwise. */
export class NeverAgain extends UnrecoverableError {}
