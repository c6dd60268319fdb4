/** However much has been, what the worker and people do reads none of it but by an index. */
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor";
import { disconnect, sql, transaction } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { closeTransport } from "@/lib/mail/transport";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  reserve,
  startReservation,
} from "@/lib/reservations/commands";
import { settleIn } from "@/lib/reservations/engine/decide";
import { gpusWithSomethingDue } from "@/lib/reservations/engine/due";
import { lockGpu, lockWholeGpu } from "@/lib/reservations/engine/lock";
import { databaseUrl } from "@/lib/settings";
import { NOON } from "@/tests/support/core";
import { itIs, stopTime } from "@/tests/support/engine";
import { fillLongPast } from "@/tests/support/long-past";
import { makeLab } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { sendDueMails } from "@/worker/sweep/send-due-mails";
import { settleDueGpus } from "@/worker/sweep/settle-due-gpus";
import { watchHealth } from "@/worker/sweep/watch-health";

const HISTORY = ["reservation", "notification", "audit_log"];

stopTime();
beforeEach(() => itIs(NOON));

let sink: MailSink;
let gpus: number[];
beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
  const client = new pg.Client(databaseUrl());
  await client.connect();
  await fillLongPast(client, { gpus: 20, waitersEach: 300, past: 1_000_000 }, NOON);
  await client.end();
  gpus = (await sql<{ id: number }>("SELECT id FROM gpu ORDER BY id")).map(({ id }) => id);
}, 600_000);
afterAll(async () => {
  closeTransport();
  await sink.stop();
  await closeProducers();
  await disconnect();
});

type Statement = { text: string; values?: unknown[] };

/** What is sent to the database while `work` goes on. */
async function sentBy(work: () => Promise<unknown>): Promise<Statement[]> {
  const sent = new Map<string, Statement>();
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first, second] = args;
    const statement = typeof first === "string" ? { text: first, values: second } : first;
    const { text = "", values } = Object(statement) as Partial<Statement>;
    // Where jobs stand is BullMQ's, on connections of its own.
    const isOurs = Object(this).connectionParameters.application_name === "gpusched";
    const isExplained = /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/.test(text);
    if (isOurs && isExplained) sent.set(text, { text, values });
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  return [...sent.values()];
}

type Node = { "Node Type": string; "Relation Name"?: string; Plans?: Node[] };

const scannedBy = ({ Plans = [], ...node }: Node): string[] => [
  ...(node["Node Type"] === "Seq Scan" ? [node["Relation Name"] ?? ""] : []),
  ...Plans.flatMap(scannedBy),
];

/** The tables of history that a statement reads from end to end. */
async function historyScannedBy({ text, values }: Statement): Promise<string[]> {
  const [explained] = await sql(`EXPLAIN (FORMAT JSON) ${text}`, values);
  const scanned = scannedBy(explained?.["QUERY PLAN"][0].Plan);
  return scanned.filter((table) => HISTORY.includes(table));
}

/** A life with every deed, of two people. */
async function live(a: Actor, b: Actor, gpuId: number): Promise<void> {
  const wish = { gpuId, hours: 1, autoStart: false };
  const first = await reserve(a, wish);
  const second = await reserve(b, wish);
  await giveWayOnce(a, first);
  await startReservation(b, second);
  await cancelReservation(a, first);
  await extendReservation(b, second, 1);
  await releaseReservation(b, second);
}

it("by statements of sweeps and of people: none scans history, as EXPLAIN says", async () => {
  const { gpu, people } = await makeLab(1, 1);
  const statements = await sentBy(async () => {
    await settleDueGpus();
    await sendDueMails();
    await watchHealth()();
    await live(people[0], people[1], gpu);
  });
  const told = statements.map(({ text }) => text).join();
  for (const part of [
    "lock_gpu",
    "WITH change",
    "INSERT INTO reservation",
    "SET status = 'SENT'",
  ]) {
    expect(told.includes(part) || part).toBe(true);
  }
  for (const statement of statements) {
    expect({ statement: statement.text, scans: await historyScannedBy(statement) }).toEqual({
      statement: statement.text,
      scans: [],
    });
  }
  // What was swept is done: twenty uses ended, and twenty began.
  expect(await gpusWithSomethingDue()).toEqual([]);
}, 120_000);

const COUNTED = `
  SELECT relname AS table, seq_scan::int AS scans FROM pg_stat_xact_user_tables
  WHERE relname = ANY($1) AND seq_scan > 0`;

it("inside the functions and triggers of the database: none does, as it counts itself", async () => {
  itIs(NOON + 3_600_000);
  const [gpu = 0, other = 0] = gpus;
  await sql(
    `INSERT INTO maintenance (gpu_id, begins_at, reason, made_by, made_at)
     SELECT $1, $2, 'fan', min(id), $2 FROM "user"`,
    [other, new Date(NOON + 100 * 3_600_000)],
  );
  await transaction(async (tx) => {
    expect(await settleIn(tx, gpu)).toHaveLength(2);
    expect((await lockGpu(tx, other))?.state.reservations).toHaveLength(3);
    expect((await lockWholeGpu(tx, gpu))?.state.reservations.length).toBeGreaterThan(290);
    expect((await tx.query(COUNTED, [HISTORY])).rows).toEqual([]);
  });
});

it("would be noticed", async () => {
  expect(await historyScannedBy({ text: "SELECT FROM reservation WHERE duration = 3" })).toEqual([
    "reservation",
  ]);
});
