/** What becomes of reports while PostgreSQL is away for a moment, wherever jobs stand. */
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it, vi } from "vitest";
import { disconnect, sql, transaction } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { closeProducers } from "@/lib/jobs/producers";
import { migrate } from "@/scripts/database/migrate";
import { type PostgresServer, startPostgres } from "@/scripts/postgres/server";
import { until } from "./outbox";
import { startWorker } from "./processes";
import { makeReportingServer, type ReportingServer, samplesOf, sumsOf } from "./reporting";

const SENT_EVERY_MS = 400;

/** A PostgreSQL that may go away; it becomes this process's database. */
async function ownPostgres() {
  const dataDir = mkdtempSync(path.join(tmpdir(), "gpusched-away-"));
  let server: PostgresServer = await startPostgres({ dataDir });
  process.env.DATABASE_URL = server.url;
  await migrate(server.url);
  return {
    /** Takes it away at once, in the middle of whatever it does. */
    crash: async () => {
      const ended = once(server.process, "exit");
      server.process.kill("SIGQUIT");
      await ended;
    },
    comeBack: async () => {
      server = await startPostgres({ dataDir });
      expect(server.url).toBe(process.env.DATABASE_URL);
    },
    remove: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Reports like an agent until it may stop: each report again and again until it is taken. */
async function reportOnAndOn({ send }: ReportingServer, stop: AbortSignal) {
  const answers = new Map<number, number>();
  let taken = 0;
  for (let at: Instant = Date.now() - 60_000; !stop.aborted; ) {
    const { status, headers } = await send(at);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    if (status === 202) {
      taken += 1;
      at += 100;
    } else expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    await sleep(SENT_EVERY_MS);
  }
  return { taken, statuses: [...answers.keys()].sort() };
}

/** What a log tells twice in a row of one subject, though nothing had changed. */
function repetitions(log: string): string[] {
  const last = new Map<string, string>();
  return log
    .split("\n")
    .filter(Boolean)
    .map((text) => JSON.parse(text))
    .flatMap(({ sentence, error }) => {
      const subject = sentence.replace(/ (failed|works again).*/, "");
      const told = `${sentence} ${error?.message}`;
      const isRepeated = last.get(subject) === told;
      last.set(subject, told);
      return isRepeated ? [told] : [];
    });
}

export async function databaseAwayStories(where: string): Promise<void> {
  const postgres = await ownPostgres();
  afterAll(async () => {
    await closeProducers();
    await disconnect();
    await postgres.remove();
  });

  it(`with jobs in ${where}, a database that is away costs no report that was taken`, async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const servers = await Promise.all(Array.from({ length: 3 }, makeReportingServer));
    const worker = startWorker();
    const stop = new AbortController();
    const agents = servers.map((server) => reportOnAndOn(server, stop.signal));
    await until(async () => (await samplesOf(servers[0]?.gpus[0] ?? 0)) > 0);

    // Some are taken, and stand before the worker when the database goes.
    const breaking = transaction(async (tx) => {
      await tx.query("SELECT FROM agent FOR UPDATE");
      await sleep(5 * SENT_EVERY_MS);
      await postgres.crash();
    });
    await expect(breaking).rejects.toThrow();
    await sleep(8_000);
    await postgres.comeBack();
    await sleep(10 * SENT_EVERY_MS);
    stop.abort();
    const told = await Promise.all(agents);

    for (const [index, { taken, statuses }] of told.entries()) {
      expect(statuses).toEqual([202, 503]);
      for (const gpu of servers[index]?.gpus ?? []) {
        await until(async () => (await samplesOf(gpu)) === taken);
        expect(await sumsOf(gpu)).toMatchObject({ samples: taken, load: 50 * taken });
      }
    }
    expect(worker.child.exitCode).toBeNull();
    expect(await sql("SELECT FROM incident")).toEqual([]);

    const own = written.mock.calls.map(([text]) => String(text)).join("");
    written.mockRestore();
    for (const log of [own, worker.log()]) {
      expect(log).toContain("works again");
      expect(repetitions(log)).toEqual([]);
    }
  }, 120_000);
}
