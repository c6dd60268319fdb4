/**
 * `npm run bench -- ingest`: how many samples a second the whole way takes, from HTTP over web
 * server, job queue and worker to stored and added up. Agents, web server, worker and database
 * share the machine.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sql } from "../../lib/db";
import { HOUR } from "../../lib/domain/words";
import { databaseUrl } from "../../lib/settings";
import { ensurePartitions } from "../../lib/stats/partitions";
import { hasRedis, startRedis } from "../../tests/support/redis";
import { say } from "../start/console.mjs";
import { GPUS_PER_SERVER, makeAgent, type Report, reportOf, send } from "./agents";
import { copySamples, copyText } from "./copy";
import { withDatabase } from "./database";
import { once, sayMachine, table } from "./measure";
import { withPortal } from "./portal";

const SERVERS = 100;
/** Requests at a time. */
const AT_ONCE = 16;
/** Agents report what is new, or catch up with as many moments at a time as fit into a report. */
const KINDS = [
  { what: "what is new", reports: 16, moments: 1 },
  { what: "catching up", reports: 4, moments: 100 },
];

/** Reports of each server, all of the last hours. */
async function makeReports(reports: number, moments: number): Promise<Report[]> {
  const agents = await Promise.all(Array.from({ length: SERVERS }, makeAgent));
  const start = Math.floor((Date.now() - 2 * HOUR) / 10_000) * 10_000;
  const starts = Array.from({ length: reports }, (_, n) => start + n * moments * 10_000);
  await ensurePartitions(starts.flatMap((from) => [from, from + HOUR]));
  return starts.flatMap((from) => agents.map((agent) => reportOf(agent, from, moments)));
}

/** How many samples are stored, and as how many they were added up. */
const COUNT = `
  SELECT (SELECT count(*) FROM gpu_sample)::int AS stored,
         (SELECT coalesce(sum(samples), 0) FROM gpu_rollup)::int AS "addedUp"`;

async function untilStored(samples: number): Promise<void> {
  for (;;) {
    const [count] = await sql<{ stored: number; addedUp: number }>(COUNT);
    if (count?.stored === samples && count.addedUp === samples) return;
    if ((count?.stored ?? 0) > samples) throw new Error("more is stored than was sent");
    await sleep(100);
  }
}

const empty = () => sql("TRUNCATE gpu_sample, gpu_rollup, gpu_day, gpu_reading");

/** The floor: the same rows, report by report, in transactions of their own. */
async function copyAll(reports: readonly Report[]): Promise<number> {
  const texts = reports.map(({ samples }) => copyText(samples));
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  const figure = await once(async () => {
    for (const text of texts) await copySamples(client, text);
  });
  await client.end();
  await empty();
  return figure;
}

async function sendAll(portal: string, reports: readonly Report[]): Promise<void> {
  const waiting = reports.values();
  const sender = async () => {
    for (const report of waiting) await send(portal, report);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
}

async function measure(portal: string, backend: string): Promise<string[][]> {
  const lines: string[][] = [];
  for (const { what, reports: each, moments } of KINDS) {
    const reports = await makeReports(each, moments);
    const samples = reports.length * moments * GPUS_PER_SERVER;
    const copied = await copyAll(reports);
    let taken = 0;
    const stored = await once(async () => {
      taken = await once(() => sendAll(portal, reports));
      await untilStored(samples);
    });
    await empty();
    const rate = (count: number, figure: number) =>
      `${Math.round(count / (figure / 1_000)).toLocaleString("en")}/s`;
    lines.push([
      `${what}, jobs in ${backend}`,
      `${rate(samples, stored)} samples`,
      `${rate(samples, copied)} by COPY`,
      `${(copied / stored).toFixed(2)} × its speed; ${rate(reports.length, taken)} reports taken, ` +
        `${rate(reports.length, stored)} stored`,
    ]);
  }
  return lines;
}

/** Prints it all as a table. */
export async function benchIngest(): Promise<void> {
  await withDatabase(async (dataDir) => {
    const lines: string[][] = [];
    const run = (backend: string) =>
      withPortal(dataDir, async (portal) => void lines.push(...(await measure(portal, backend))));
    delete process.env.REDIS_URL;
    await run("PostgreSQL");
    if (hasRedis()) {
      const redis = await startRedis();
      process.env.REDIS_URL = redis.url;
      await run("Redis").finally(redis.stop);
    }
    sayMachine();
    say(`${SERVERS} servers of ${GPUS_PER_SERVER} GPUs, ${AT_ONCE} requests at a time`);
    table(lines);
  });
}
