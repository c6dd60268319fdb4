/** What may happen to a system. Each fault mends itself: afterwards everything runs again. */
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import type { Random } from "@/lib/demo/random";
import type { Harm } from "./program";
import type { Place, System } from "./system";

export type Fault = {
  readonly name: string;
  /** Does it; returns whether it came about. */
  readonly strike: (system: System, random: Random) => Promise<boolean>;
};

/** Where a worker may be killed or frozen: tests/crash/points.mjs. */
export const POINTS = [
  "decision: before COMMIT",
  "decision: during COMMIT",
  "decision: after COMMIT",
  "between COMMIT and enqueue",
  "after enqueue",
  "before DATA",
  "after DATA, before its answer",
  "after DATA's answer",
  "mail: before COMMIT",
  "mail: during COMMIT",
  "mail: after COMMIT",
] as const;

/** People cause work of every kind all the time; only a point that is nowhere any more never comes. */
const PATIENCE_MS = 60_000;
const MINUTE_MS = 60_000;

const placeOf = (system: System, random: Random): Place | undefined =>
  random.shuffled(system.places).find(({ worker }) => worker?.isRunning);

async function restart(system: System, place: Place | undefined): Promise<boolean> {
  if (!place) return false;
  await place.worker?.ended;
  system.startWorker(place);
  return true;
}

/** Every second point, so that two runs share them. */
export const halfOf = (half: 0 | 1) => POINTS.filter((_, index) => index % 2 === half);

/** A worker is killed at a named point. */
export const killAt = (point: string): Fault => ({
  name: `killed ${point}`,
  strike: async (system, random) => {
    const place = await system.harmAt(point, "SIGKILL", PATIENCE_MS);
    await sleep(random.between(0, 1_000));
    return restart(system, place);
  },
});

export const killWorker: Fault = {
  name: "a worker killed",
  strike: async (system, random) => {
    const place = placeOf(system, random);
    await place?.worker?.kill();
    await sleep(random.between(0, 2_000));
    return restart(system, place);
  },
};

export const killAllWorkers: Fault = {
  name: "all workers killed",
  strike: async (system, random) => {
    await Promise.all(system.places.map(({ worker }) => worker?.kill()));
    await sleep(random.between(0, 4_000));
    for (const place of system.places) system.startWorker(place);
    return true;
  },
};

/** A worker is frozen, at a named point or at random, and goes on after `ms`. */
export const freeze = (ms: number, point?: string): Fault => ({
  name: `frozen ${point ?? "anywhere"}${ms >= MINUTE_MS ? " for a minute" : ""}`,
  strike: async (system, random) => {
    const frozen: Harm = "SIGSTOP";
    const place = point ? await system.harmAt(point, frozen, PATIENCE_MS) : placeOf(system, random);
    const worker = place?.worker;
    if (!worker) return false;
    if (!point) worker.freeze();
    await sleep(ms);
    worker.thaw();
    return true;
  },
});

export const freezeAllWorkers = (ms: number): Fault => ({
  name: `all workers frozen${ms >= MINUTE_MS ? " for a minute" : ""}`,
  strike: async (system) => {
    for (const { worker } of system.places) worker?.freeze();
    await sleep(ms);
    for (const { worker } of system.places) worker?.thaw();
    return true;
  },
});

export const crashPostgres: Fault = {
  name: "PostgreSQL crashed",
  strike: async (system, random) => {
    system.timeline.down("postgres");
    system.senders.databaseCutAt.push(Date.now());
    await system.postgres.crash();
    await sleep(random.between(0, 4_000));
    await system.postgres.comeBack();
    system.timeline.up("postgres");
    return true;
  },
};

export const killRedis: Fault = {
  name: "Redis killed",
  strike: async ({ redis }, random) => {
    if (!redis) return false;
    await redis.crash();
    await sleep(random.between(0, 5_000));
    await redis.comeBack();
    return true;
  },
};

const DROP = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.6`;

async function dropFromRedis(url: string): Promise<void> {
  const client = new Redis(url);
  await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
  client.disconnect();
}

export const dropConnections: Fault = {
  name: "connections dropped",
  strike: async (system) => {
    system.senders.databaseCutAt.push(Date.now());
    await system.database.query(DROP);
    if (system.redis) await dropFromRedis(system.redis.url);
    return true;
  },
};

export const killWeb: Fault = {
  name: "the web killed",
  strike: async (system, random) => {
    await system.people?.kill();
    system.startPeople(random.between(1, 1_000_000));
    return true;
  },
};

/** For a while nobody is about, and what is due is done by the workers alone. */
export const leaveWeb: Fault = {
  name: "nobody about",
  strike: async (system, random) => {
    await system.people?.kill();
    await sleep(random.between(5_000, 20_000));
    system.startPeople(random.between(1, 1_000_000));
    return true;
  },
};

/** Without Redis there is none to kill. */
export const canStrike = (fault: Fault, { redis }: System): boolean =>
  fault !== killRedis || redis !== null;
