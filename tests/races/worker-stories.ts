/** Several real workers on one database, wherever jobs stand: nothing happens twice. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { disconnect, sql } from "@/lib/db";
import { announceMails, closeProducers } from "@/lib/jobs/producers";
import { releaseReservation, startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { ask } from "../support/engine";
import { makeLab } from "../support/people";
import { MailSink } from "../support/smtp";
import { until } from "../worker/outbox";
import { startWorker } from "../worker/processes";

const LABS = 4;

/** Of each reservation: how often it had a turn, and how often the log says so. */
const TURNS = `
  SELECT r.id, r.turn, r.status,
    (SELECT count(*)::int FROM audit_log l WHERE l.subject_type = 'reservation'
       AND l.subject_id = r.id AND l.action = 'reservation.turn-given') AS given,
    (SELECT count(*)::int FROM notification n WHERE n.reservation_id = r.id
       AND n.kind = 'your-turn') AS told
  FROM reservation r WHERE r.gpu_id = ANY($1) AND r.turn > 0`;

const UNSENT = "SELECT FROM notification WHERE status <> 'SENT'";

/** It is over by now, and nobody has ended it yet. */
const END = `
  UPDATE reservation SET reservation_time = reservation_time - interval '2 hours',
    notification_time = notification_time - interval '2 hours',
    start_time = start_time - interval '2 hours', end_time = end_time - interval '2 hours'
  WHERE id = ANY($1)`;

type Line = { gpu: number; people: readonly Actor[]; ids: number[] };

/** Three people each in the queues of several GPUs; the first of them use theirs. */
async function lines(): Promise<Line[]> {
  return Promise.all(
    Array.from({ length: LABS }, async () => {
      const { gpu, people } = await makeLab(1, 1, 1);
      const ids: number[] = [];
      for (const person of people) ids.push(await ask(person, gpu, { hours: 1 }));
      await startReservation(people[0], ids[0] ?? 0);
      return { gpu, people, ids };
    }),
  );
}

export function workerStories(where: string): void {
  let sink: MailSink;

  beforeAll(async () => {
    sink = await MailSink.start();
    Object.assign(process.env, { SMTP_URL: sink.url, QUIET_HOURS: "none" });
  });
  afterAll(async () => {
    await sink.stop();
    await closeProducers();
    await disconnect();
  });
  // The whole suite beside them, processes take their time.
  vi.setConfig({ testTimeout: 120_000 });

  const sent = () => until(async () => (await sql(UNSENT)).length === 0, 60_000);

  describe(`with jobs in ${where}`, () => {
    it.each([2, 5])("%i workers give every turn once and send every mail once", async (count) => {
      const workers = Array.from({ length: count }, () => startWorker());
      const begun = lines();
      for (const worker of workers) {
        await until(() => worker.log().includes("the worker sends mails"), 60_000);
      }
      const all = await begun;
      const gpus = all.map(({ gpu }) => gpu);
      // Half of the uses end by time, for whichever sweep comes first; the others are released,
      // while this process does what a web server might do as well, and jobs come three times.
      const [timed, released] = [all.slice(0, LABS / 2), all.slice(LABS / 2)];
      await sql(END, [timed.map(({ ids }) => ids[0])]);
      await Promise.all([
        ...released.map(({ people: [first], ids: [id] }) =>
          releaseReservation(first as Actor, id ?? 0),
        ),
        ...gpus.map(settleGpu),
      ]);
      await until(async () => (await sql(TURNS, [gpus])).length === 2 * LABS, 60_000);
      const mails = await sql<{ id: number }>("SELECT id FROM notification");
      const ids = mails.map(({ id }) => id);
      await Promise.all([announceMails(ids), announceMails(ids)]);
      await sent();

      for (const { turn, given, told } of await sql(TURNS, [gpus])) {
        expect({ turn, given, told }).toEqual({ turn: 1, given: 1, told: 1 });
      }
      const statuses = (await sql(TURNS, [gpus])).map(({ status }) => status).toSorted();
      expect(statuses).toEqual([...Array(LABS).fill("COMPLETED"), ...Array(LABS).fill("NOTIFIED")]);
      // All that were started are idle only once they would have sent what they took up.
      const codes = await Promise.all(workers.map((worker) => worker.end("SIGTERM")));
      expect(codes).toEqual(workers.map(() => 0));
      const taken = sink.received.map(({ mail }) => mail.messageId);
      expect(taken).toHaveLength(new Set(taken).size);
      expect(taken).toHaveLength((await sql("SELECT FROM notification")).length);
    });
  });
}
