/** How reports are stored by workers in processes of their own, wherever jobs stand. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { disconnect, hold, sql, transaction } from "@/lib/db";
import { openQueue } from "@/lib/jobs/backend";
import { REPORT_QUEUE } from "@/lib/jobs/contracts";
import { closeProducers } from "@/lib/jobs/producers";
import { until } from "./outbox";
import { startWorker, type WorkerProcess } from "./processes";
import { makeReportingServer, readingOf, samplesOf, sumsOf } from "./reporting";

/** A second ago, or so many seconds before that. */
const ago = (seconds = 0) => Math.floor(Date.now() / 1_000 - 1 - seconds) * 1_000;

/** Database sessions that wait for somebody to let go of an agent's row: workers that store. */
async function storing(): Promise<number[]> {
  const text = `
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM agent%'`;
  return (await sql<{ pid: number }>(text)).map(({ pid }) => pid);
}

/** Keeps every worker that stores a report of this server in the middle of it, while `work` runs. */
async function held(serverId: number, work: () => Promise<void>): Promise<void> {
  await transaction(async (tx) => {
    await tx.query("SELECT FROM agent WHERE server_id = $1 FOR UPDATE", [serverId]);
    await hold(tx, work);
  });
}

/** A worker that has stored a report already. */
async function workerAtWork(): Promise<WorkerProcess> {
  const worker = startWorker();
  const { gpus, report } = await makeReportingServer();
  expect(await report(ago())).toBe(202);
  await until(async () => (await samplesOf(gpus[0])) === 1);
  return worker;
}

/** A new worker, as soon as it stores what nobody can store at this moment. */
async function workerInTheMiddle(): Promise<WorkerProcess> {
  // Of a worker that was killed the session may still be there.
  const before = new Set(await storing());
  const worker = startWorker();
  await until(async () => (await storing()).some((pid) => !before.has(pid)), 30_000);
  return worker;
}

export function reportStories(where: string): void {
  let queue: ReturnType<typeof openQueue<typeof REPORT_QUEUE>>;
  const isDone = async () => (await queue.getJobCountByTypes("waiting", "active", "delayed")) === 0;

  beforeAll(() => {
    queue = openQueue(REPORT_QUEUE);
  });
  // What one example leaves behind must not be a job in the next.
  afterEach(() => queue.obliterate({ force: true }));
  afterAll(async () => {
    await queue.close();
    await closeProducers();
    await disconnect();
  });

  describe(`with jobs in ${where}`, () => {
    it("a report is stored within two seconds, added up, and the card's reading", async () => {
      await workerAtWork();
      const { gpus, report } = await makeReportingServer();
      const at = ago();
      expect(await report(at, { temperature: 71, load: 90 })).toBe(202);
      await until(async () => (await samplesOf(gpus[1])) === 1, 2_000);
      expect(await sumsOf(gpus[1])).toMatchObject({ samples: 1, temperature: 71, load: 90 });
      expect(await readingOf(gpus[1])).toMatchObject({ at: new Date(at), utilization_gpu: 90 });
    });

    it("two workers store each of many reports once, though each comes twice", async () => {
      const servers = await Promise.all(Array.from({ length: 4 }, makeReportingServer));
      await Promise.all([workerAtWork(), workerAtWork()]);
      const rounds = Array.from({ length: 25 }, (_, n) => ({ at: ago(n * 10), load: n }));
      const sent = rounds.flatMap(({ at, load }) =>
        servers.flatMap(({ report }) => [report(at, { load }), report(at, { load })]),
      );
      expect(new Set(await Promise.all(sent))).toEqual(new Set([202]));

      await until(isDone);
      for (const gpu of servers.flatMap(({ gpus }) => gpus)) {
        expect(await samplesOf(gpu)).toBe(25);
        const load = (24 * 25) / 2;
        const all = { samples: 25, busy: 24, temperature: 25 * 60, load, memoryUsed: 25 * 4_000 };
        expect(await sumsOf(gpu)).toEqual(all);
        expect(await readingOf(gpu)).toMatchObject({ utilization_gpu: 0 });
      }
      expect(await queue.getFailedCount()).toBe(0);
    });

    it("workers that are killed while they store leave the report to the next one", async () => {
      const { serverId, gpus, report } = await makeReportingServer();
      expect(await report(ago())).toBe(202);
      await held(serverId, async () => {
        for (let kills = 0; kills < 2; kills++) {
          const victim = await workerInTheMiddle();
          await victim.end("SIGKILL");
        }
      });
      expect(await samplesOf(gpus[0])).toBe(0);

      startWorker();
      await until(isDone, 30_000);
      for (const gpu of gpus) expect(await sumsOf(gpu)).toMatchObject({ samples: 1, load: 50 });
      expect(await queue.getFailedCount()).toBe(0);
    }, 120_000);

    it("a worker that is told to stop leaves what it cannot finish, within ten seconds", async () => {
      const { serverId, gpus, report } = await makeReportingServer();
      expect(await report(ago())).toBe(202);
      await held(serverId, async () => {
        const worker = await workerInTheMiddle();
        const begun = performance.now();
        expect(await worker.end("SIGTERM")).toBe(0);
        expect(performance.now() - begun).toBeLessThan(10_000);
      });
      startWorker();
      await until(isDone, 30_000);
      for (const gpu of gpus) expect(await sumsOf(gpu)).toMatchObject({ samples: 1 });
    });

    it("a worker that is told to stop finishes what it can", async () => {
      const { serverId, gpus, report } = await makeReportingServer();
      expect(await report(ago())).toBe(202);
      let ended: Promise<number | string> | undefined;
      await held(serverId, async () => {
        const worker = await workerInTheMiddle();
        ended = worker.end("SIGTERM");
        await sleep(500);
      });
      expect(await ended).toBe(0);
      expect(await sumsOf(gpus[0])).toMatchObject({ samples: 1 });
      expect(await isDone()).toBe(true);
    });

    it("what can never be stored is given up, told to the log, and keeps nothing up", async () => {
      const worker = await workerAtWork();
      const bad = await makeReportingServer();
      await sql(`CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'never' USING ERRCODE = 'numeric_value_out_of_range'; END $$`);
      await sql(`CREATE TRIGGER break BEFORE INSERT ON gpu_rollup FOR EACH ROW
        WHEN (NEW.gpu_id = ${bad.gpus[0]}) EXECUTE FUNCTION break()`);
      await queue.add("store", { serverId: "of an older version" } as never);
      for (let n = 0; n < 3; n++) expect(await bad.report(ago(n))).toBe(202);

      const good = await makeReportingServer();
      expect(await good.report(ago())).toBe(202);
      await until(async () => (await samplesOf(good.gpus[0])) === 1);
      await until(isDone);
      await sql("DROP FUNCTION break CASCADE");
      expect(await queue.getFailedCount()).toBe(4);
      expect(await samplesOf(bad.gpus[0])).toBe(0);
      expect(worker.log().match(/a report cannot be stored and is given up/g)).toHaveLength(4);
      expect(worker.log()).not.toContain("tried again");
    });
  });
}
