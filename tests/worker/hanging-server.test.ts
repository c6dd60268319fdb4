import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disconnect, sql } from "@/lib/db";
import { makePerson } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { addressOf, isBeingSent, mail, putMail, until } from "./outbox";
import { startWorker } from "./processes";

let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
});
afterAll(async () => {
  await sink.stop();
  await disconnect();
});

/** A worker in the middle of sending a mail to a server that does not answer. */
async function stuck() {
  const person = await makePerson();
  const id = await putMail(person.id);
  sink.failure = "hang";
  const worker = startWorker();
  await until(() => isBeingSent(id));
  // Until it has come to where the server falls silent.
  await sleep(1_000);
  return { worker, id, address: await addressOf(person.id) };
}

describe("a mail server that hangs", () => {
  it("holds a worker no longer than half a minute, even if the database breaks off too", async () => {
    const { worker, id, address } = await stuck();
    await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'`);
    await until(async () => !(await isBeingSent(id)), 1_000);
    sink.failure = undefined;
    await sink.waitForMail(({ recipients }) => recipients.includes(address), 40_000);
    await until(async () => (await mail(id)).status === "SENT");
    expect(worker.child.exitCode).toBeNull();
  });

  it("does not keep a worker from ending within ten seconds, nor the mail from waiting", async () => {
    const { worker, id } = await stuck();
    const begun = performance.now();
    expect(await worker.end("SIGTERM")).toBe(0);
    expect(performance.now() - begun).toBeLessThan(10_000);
    await until(async () => !(await isBeingSent(id)));
    expect(await mail(id)).toMatchObject({ status: "PENDING" });
  });
});
