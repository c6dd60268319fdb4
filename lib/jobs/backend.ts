/**
 * Where jobs stand: in Redis when REDIS_URL is set, else in PostgreSQL, in a schema of their own.
 * The only file that knows BullMQ.
 */
import type { EventEmitter } from "node:events";
import { createPostgresBackend, createRedisBackend, withBackend } from "bullmq";
import { databaseUrl, settings } from "../settings";
import { MAIL_QUEUE, type MailJob } from "./contracts";

const PREFIX = "gpusched";
const SCHEMA = "gpusched_jobs";

// Finished jobs are kept for a look, not for ever.
const KEEP = { removeOnComplete: { count: 100 }, removeOnFail: { count: 500 } } as const;

const onRedis = withBackend(createRedisBackend);
const onPostgres = withBackend(createPostgresBackend);

const postgres = (connections: number) => ({
  connectionString: databaseUrl(),
  schema: SCHEMA,
  migrate: true,
  max: connections,
  connectionTimeoutMillis: 5_000,
  // BullMQ listens to no connection that it is using; one that breaks would end the process.
  onConnect: (client: EventEmitter) => void client.on("error", () => undefined),
});

/** A queue to put jobs into; it connects at once. Made for being thrown away when it fails. */
export function openMailQueue() {
  const { REDIS_URL } = settings();
  const options = { prefix: PREFIX, defaultJobOptions: { attempts: 1, ...KEEP } };
  if (!REDIS_URL) {
    return new onPostgres.Queue<MailJob>(MAIL_QUEUE, { ...options, connection: postgres(2) });
  }
  const connection = {
    url: REDIS_URL,
    // Says no at once instead of waiting for a Redis that is away.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    retryStrategy: () => null,
  };
  return new onRedis.Queue<MailJob>(MAIL_QUEUE, { ...options, connection });
}

/**
 * Takes jobs from the queue, `concurrency` at a time, once it is told to `run`. Of a worker that
 * was killed its jobs come back after some 12 s (the default is a minute); being killed often does
 * not make a job fail for good.
 */
export function openMailWorker(handle: (data: unknown) => Promise<void>, concurrency: number) {
  const { REDIS_URL } = settings();
  const options = {
    prefix: PREFIX,
    autorun: false,
    concurrency,
    lockDuration: 6_000,
    stalledInterval: 5_000,
    maxStalledCount: 100,
    runRetryDelay: 1_000,
    ...KEEP,
  };
  const process = ({ data }: { data: unknown }) => handle(data);
  if (!REDIS_URL) {
    return new onPostgres.Worker(MAIL_QUEUE, process, { ...options, connection: postgres(4) });
  }
  const connection = {
    url: REDIS_URL,
    maxRetriesPerRequest: null,
    connectTimeout: 5_000,
    retryStrategy: (times: number) => Math.min(times * 200, 2_000),
  };
  return new onRedis.Worker(MAIL_QUEUE, process, { ...options, connection });
}
