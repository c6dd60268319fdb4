import { afterAll, expect, it } from "vitest";
import { disconnect, sql } from "@/lib/db";
import { announceMails, closeProducers } from "@/lib/jobs/producers";
import { makePerson } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { handleMailJob } from "@/worker/handlers/send-mail";
import { sendDueMails } from "@/worker/sweep/send-due-mails";
import { addressOf, mail, putMail, until } from "./outbox";
import { startWorker } from "./processes";

afterAll(async () => {
  await closeProducers();
  await disconnect();
});

it("mails wait untouched, and leave once a server is set, unless a day has gone by", async () => {
  const person = await makePerson();
  const id = await putMail(person.id);
  const old = await putMail(person.id, new Date(Date.now() - 25 * 3_600_000));
  const before = await mail(id);
  await handleMailJob({ mailId: id });
  await sendDueMails();
  expect(await mail(id)).toEqual(before);
  expect(await mail(old)).toMatchObject({ status: "PENDING", attempts: 0 });

  const sink = await MailSink.start();
  startWorker({ SMTP_URL: sink.url });
  const address = await addressOf(person.id);
  await sink.waitForMail(({ recipients }) => recipients.includes(address), 10_000);
  await until(async () => (await mail(id)).status === "SENT");
  await until(async () => (await mail(old)).status === "FAILED");
  expect((await mail(old)).lastError).toBe("too old: not sent within 24 hours");
  await sink.stop();
});

it("a worker that has no server says so once and takes the jobs", async () => {
  const worker = startWorker();
  const person = await makePerson();
  const id = await putMail(person.id);
  await announceMails([id]);
  const jobs = "SELECT state FROM gpusched_jobs.job";
  await until(async () => (await sql(jobs)).every(({ state }) => state === "completed"));
  expect(await mail(id)).toMatchObject({ status: "PENDING", attempts: 0 });
  expect(worker.log().match(/no SMTP settings/g)).toHaveLength(1);
});
