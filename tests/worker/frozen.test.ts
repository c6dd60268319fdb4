/** A worker that is frozen in the middle of its work, as a machine that is suspended freezes it. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { disconnect } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve } from "@/lib/reservations/commands";
import { audited, row } from "@/tests/support/engine";
import { makeLab, makePerson } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { addressOf, mail, putMail, until } from "./outbox";
import { startWorker, type WorkerProcess } from "./processes";

let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
  process.env.QUIET_HOURS = "none";
});
afterAll(async () => {
  await sink.stop();
  await closeProducers();
  await disconnect();
});

const frozen = new Set<WorkerProcess>();
const thaw = (worker: WorkerProcess) => worker.child.kill("SIGCONT");
afterEach(() => frozen.forEach(thaw));

/** A worker that freezes at a point of tests/crash/points.mjs, once it comes there. */
function startFreezing(point: string): WorkerProcess {
  const worker = startWorker({
    NODE_OPTIONS: "--import ./tests/crash/points.mjs",
    CLAIM_WINDOW_MINUTES: "0.05",
  });
  worker.child.send({ point, signal: "SIGSTOP" });
  frozen.add(worker);
  return worker;
}

const isFrozenAt = (worker: WorkerProcess, point: string) =>
  until(() => worker.log().includes(`{"point":"${point}"`), PATIENCE_MS);

// Longer than any process takes to start, and half as long as locks were kept before.
const PATIENCE_MS = 60_000;
vi.setConfig({ testTimeout: 4 * PATIENCE_MS });

describe("a frozen worker", () => {
  it("keeps no GPU and no sweep from another one, and works on once it goes on", async () => {
    const { gpu, people } = await makeLab(0, 1, 2);
    const ids: number[] = [];
    for (const person of people) {
      ids.push(await reserve(person, { gpuId: gpu, hours: 1, autoStart: false }));
    }
    const [first = 0, second = 0, third = 0] = ids;
    const point = "decision: before COMMIT";
    const victim = startFreezing(point);
    await isFrozenAt(victim, point);

    const other = startWorker({ CLAIM_WINDOW_MINUTES: "0.05" });
    await until(async () => (await row(first)).status === "EXPIRED", PATIENCE_MS);
    await other.end("SIGTERM");

    thaw(victim);
    await until(async () => (await row(third)).status === "EXPIRED", PATIENCE_MS);
    expect(victim.child.exitCode).toBeNull();
    for (const id of [first, second, third]) {
      const log = (await audited(id)).map((entry) => entry.replace(/ by .*/, ""));
      expect(log).toEqual([
        "reservation.reserved",
        "reservation.turn-given",
        "reservation.turn-passed-on",
      ]);
    }
  });

  it("keeps no mail from another one, and does not send it as well once it goes on", async () => {
    const person = await makePerson();
    const address = await addressOf(person.id);
    const received = () => sink.received.filter(({ recipients }) => recipients[0] === address);
    const id = await putMail(person.id);
    // The server is told already that a mail comes; nothing of it is written.
    const victim = startFreezing("before DATA");
    await isFrozenAt(victim, "before DATA");

    const other = startWorker();
    await until(async () => (await mail(id)).status === "SENT", PATIENCE_MS);
    await other.end("SIGTERM");

    thaw(victim);
    const later = await putMail(person.id);
    await until(async () => (await mail(later)).status === "SENT", PATIENCE_MS);
    expect(received()).toHaveLength(2);
    expect(victim.child.exitCode).toBeNull();
  });
});
