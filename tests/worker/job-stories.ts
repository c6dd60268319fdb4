/** How mails reach people through workers in processes of their own, wherever jobs stand. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { disconnect } from "@/lib/db";
import { openQueue } from "@/lib/jobs/backend";
import { MAIL_QUEUE } from "@/lib/jobs/contracts";
import { announceMails, closeProducers } from "@/lib/jobs/producers";
import { releaseReservation, reserve, startReservation } from "@/lib/reservations/commands";
import { makeLab, makePerson } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { addressOf, isBeingSent, mail, mailsAbout, putMail, until } from "./outbox";
import { startWorker } from "./processes";

const ready = async (worker: ReturnType<typeof startWorker>) =>
  until(() => worker.log().includes("the worker sends mails"));

/** The stories; `loseJobs` makes every job that stands there disappear. */
export function jobStories(where: string, loseJobs: () => Promise<unknown>): void {
  let sink: MailSink;

  beforeAll(async () => {
    sink = await MailSink.start();
    process.env.SMTP_URL = sink.url;
  });
  afterEach(() => {
    sink.failure = undefined;
  });
  afterAll(async () => {
    await sink.stop();
    await closeProducers();
    await disconnect();
  });

  const jobCounts = async () => {
    const queue = openQueue(MAIL_QUEUE);
    const counts = await queue.getJobCounts("waiting", "completed", "failed");
    await queue.close();
    return counts;
  };

  const received = (address: string) =>
    sink.received.filter(({ recipients }) => recipients.includes(address));

  describe(`with jobs in ${where}`, () => {
    it("a turn reaches its user within two seconds, and so does the next one's", async () => {
      const { gpu, people } = await makeLab(1, 0);
      const [first, next] = people as [(typeof people)[0], (typeof people)[0]];
      await ready(startWorker());
      const id = await reserve(first, { gpuId: gpu, hours: 2, autoStart: false });
      const firstAddress = await addressOf(first.id);
      await sink.waitForMail(({ recipients }) => recipients.includes(firstAddress), 2_000);

      await reserve(next, { gpuId: gpu, hours: 1, autoStart: false });
      await startReservation(first, id);
      await releaseReservation(first, id);
      const nextAddress = await addressOf(next.id);
      await sink.waitForMail(({ recipients }) => recipients.includes(nextAddress), 2_000);
      expect(await jobCounts()).toMatchObject({ failed: 0, waiting: 0 });
      // And the first one's calendar is told of the start and of the end, by the sweep.
      await until(() => received(firstAddress).length === 3);
    });

    it("a mail whose job was lost is sent by the sweep", async () => {
      const { gpu, people } = await makeLab(1);
      const [person] = people as [(typeof people)[0]];
      const reservation = await reserve(person, { gpuId: gpu, hours: 2, autoStart: false });
      const [id = 0] = await mailsAbout(reservation);
      await until(async () => {
        // It is told within a second or not at all, and on a busy machine so once more.
        if (Number((await jobCounts()).waiting) > 0) return true;
        await announceMails([id]);
        return false;
      });
      await loseJobs();
      expect(await jobCounts()).toMatchObject({ waiting: 0 });
      startWorker();
      await until(async () => (await mail(id)).status === "SENT");
      expect(received(await addressOf(person.id))).toHaveLength(1);
    });

    it("two workers and doubled jobs send every mail once", async () => {
      const people = await Promise.all(Array.from({ length: 12 }, () => makePerson()));
      await Promise.all([ready(startWorker()), ready(startWorker())]);
      const ids = await Promise.all(people.map(({ id }) => putMail(id)));
      await Promise.all([announceMails(ids), announceMails(ids), announceMails([...ids, ...ids])]);
      await until(async () => {
        const mails = await Promise.all(ids.map(mail));
        return mails.every(({ status }) => status === "SENT");
      });
      // A round of both sweeps more, for a second copy to show itself.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      for (const { id } of people) {
        expect(received(await addressOf(id))).toHaveLength(1);
      }
    });

    it("a worker that is killed while it sends leaves the mail to another", async () => {
      const person = await makePerson();
      const address = await addressOf(person.id);
      sink.failure = "hang";
      const victim = startWorker();
      await ready(victim);
      const id = await putMail(person.id);
      await announceMails([id]);
      await until(() => isBeingSent(id));
      await victim.end("SIGKILL");

      sink.failure = undefined;
      startWorker();
      await sink.waitForMail(({ recipients }) => recipients.includes(address), 10_000);
      await until(async () => (await mail(id)).status === "SENT");
      expect(received(address)).toHaveLength(1);
    });

    it("a mail that arrived though the server never said so is sent again as the same", async () => {
      const person = await makePerson();
      const address = await addressOf(person.id);
      sink.failure = "cut";
      await ready(startWorker());
      const id = await putMail(person.id);
      await announceMails([id]);
      await until(async () => (await mail(id)).attempts > 0);
      sink.failure = undefined;
      await until(async () => (await mail(id)).status === "SENT");

      const { messageId } = await mail(id);
      const messageIds = received(address).map((copy) => copy.mail.messageId);
      expect(messageIds.length).toBeGreaterThan(1);
      expect(new Set(messageIds)).toEqual(new Set([`<${messageId}@localhost.localdomain>`]));
    });
  });
}
