/**
 * `npm run bench -- mail`: how long after a release the next one's mail is with the mail server,
 * through job queue and worker, beside a turn that sends it by itself through a pooled connection.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { disconnect, sql, transaction } from "../../lib/db";
import { release } from "../../lib/domain/actions";
import { HOUR } from "../../lib/domain/words";
import { closeProducers } from "../../lib/jobs/producers";
import { closeTransport } from "../../lib/mail/transport";
import { deliver } from "../../lib/notifications/deliver";
import { releaseReservation } from "../../lib/reservations/commands";
import { decideOn } from "../../lib/reservations/engine/decide";
import { lockGpu } from "../../lib/reservations/engine/lock";
import { findOwned } from "../../lib/reservations/owned";
import { databaseUrl } from "../../lib/settings";
import { fillLongPast } from "../../tests/support/long-past";
import { hasRedis, startRedis } from "../../tests/support/redis";
import { say } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";
import { program, spawnProgram } from "../start/portal-process";
import { withDatabase } from "./database";
import { type Sink, startSink } from "./mail-sink";
import { ms, sayMachine, table } from "./measure";

const SAMPLES = 300;
const UNMEASURED = 40;
/** Releases are seldom: each meets a worker that has nothing else to do. */
const PAUSE_MS = 30;

/** The most that the ratios may be. */
const P50 = 1.6;
const P99 = 2;

type Holder = { id: number; user_id: number; gpu_id: number };
const HOLDER = "SELECT id, user_id, gpu_id FROM reservation WHERE status = 'ACTIVE'";
const NEXT = `
  SELECT u.email FROM reservation r JOIN "user" u ON u.id = r.user_id
  WHERE r.status = 'WAITING' AND r.gpu_id = $1
  ORDER BY r.moved_to_front_at DESC NULLS LAST, r.priority, r.reservation_time, r.id LIMIT 1`;

const actorOf = ({ user_id }: Holder) => ({ id: user_id, isAdmin: false, address: "127.0.0.1" });

/** Releases, and lets the queue and the worker do the rest. */
const byWorker = (holder: Holder) => releaseReservation(actorOf(holder), holder.id);

/** Releases by the same statements, and sends the mail itself. */
async function inline(holder: Holder): Promise<void> {
  const actor = actorOf(holder);
  await findOwned(actor, holder.id);
  const { mails } = await transaction(async (tx) => {
    const gpu = await lockGpu(tx, holder.gpu_id, [holder.id]);
    if (!gpu) throw new Error("there is no GPU");
    return decideOn(tx, gpu, {
      actor,
      ask: ({ state, now }) => release(state, holder.id, "owner", null, now),
    });
  });
  for (const mail of mails) await deliver(mail);
}

/** From a release to the moment at which the next one's mail was taken, in ms. */
async function sample(sink: Sink, releasing: (holder: Holder) => Promise<void>): Promise<number> {
  const [holder] = await sql<Holder>(HOLDER);
  const [next] = await sql<{ email: string }>(NEXT, [holder?.gpu_id]);
  if (!holder || !next) throw new Error("nobody waits any more");
  const taken = sink.taken(next.email);
  await sleep(PAUSE_MS);
  const start = performance.now();
  const [at] = await Promise.all([taken, releasing(holder)]);
  return at - start;
}

const at = (figures: readonly number[], part: number) =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length * part)] ?? Number.NaN;

async function compare(sink: Sink, backend: string): Promise<string[][]> {
  const [workers, inlines]: [number[], number[]] = [[], []];
  for (let round = 0; round < UNMEASURED + SAMPLES; round++) {
    // In turns, so that what else the machine does meets both alike.
    const figures = [await sample(sink, byWorker), await sample(sink, inline)] as const;
    if (round < UNMEASURED) continue;
    workers.push(figures[0]);
    inlines.push(figures[1]);
  }
  return (
    [
      ["p50", 0.5, P50],
      ["p99", 0.99, P99],
    ] as const
  ).map(([name, part, most]) => {
    const ratio = at(workers, part) / at(inlines, part);
    return [
      `${name}, jobs in ${backend}`,
      ms(at(workers, part)),
      `${ms(at(inlines, part))} inline`,
      `${ratio.toFixed(2)} × (at most ${most} ×: ${ratio <= most ? "kept" : "NOT KEPT"})`,
    ];
  });
}

/** The figures with a worker of its own beside. */
async function measure(backend: string): Promise<string[][]> {
  const lines: string[][] = [];
  await withDatabase(async (dataDir) => {
    const sink = await startSink();
    Object.assign(process.env, {
      SMTP_URL: sink.url,
      NEXTAUTH_SECRET: "only-for-measuring-only-for-measuring",
    });
    const client = new pg.Client(databaseUrl());
    await client.connect();
    await fillLongPast(client, { gpus: 1, waitersEach: 1_000, past: 0 }, Date.now() + HOUR);
    await client.end();
    const worker = spawnProgram(program("worker", true, path.join(dataDir, "logs", "worker.log")));
    try {
      lines.push(...(await compare(sink, backend)));
    } finally {
      await worker.stop();
      closeTransport();
      await closeProducers();
      await disconnect();
      await sink.stop();
    }
  });
  return lines;
}

async function measureOnRedis(): Promise<string[][]> {
  const redis = await startRedis();
  process.env.REDIS_URL = redis.url;
  return measure("Redis").finally(redis.stop);
}

/**
 * Prints it all as a table. Settings are read once in a process: with jobs in Redis it is measured
 * by another, which the word "redis" behind the name of the bench asks for.
 */
export async function benchMail(): Promise<void> {
  const [, bench = "", name = "", backend] = process.argv;
  delete process.env.REDIS_URL;
  if (backend === "redis") return table(await measureOnRedis());
  sayMachine();
  say("from a release until the mail server has the next one's mail, in turns");
  table(await measure("PostgreSQL"));
  if (!hasRedis()) return;
  const args = [...process.execArgv, bench, name, "redis"];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) throw new Failure("It could not be measured with jobs in Redis.");
}
