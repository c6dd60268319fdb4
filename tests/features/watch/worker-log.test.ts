import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { db, disconnect, sql } from "@/lib/db";
import { announceMails, closeProducers } from "@/lib/jobs/producers";
import { log } from "@/lib/log";
import { onBehalfOf } from "@/lib/request-id";
import { entriesIn, leaksIn } from "../../support/leaks";
import { makePerson } from "../../support/people";
import { MailSink } from "../../support/smtp";
import { addressOf, mail, putMail, until } from "../../worker/outbox";
import { startWorker, type WorkerProcess } from "../../worker/processes";
import { makeReportingServer, samplesOf } from "../../worker/reporting";

let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  const { host } = new URL(sink.url);
  process.env.SMTP_URL = `smtp://lab%40example.org:hunter2-hunter2@${host}`;
});
afterAll(async () => {
  await closeProducers();
  await disconnect();
  await sink.stop();
});

const SECRETS = ["hunter2", process.env.NEXTAUTH_SECRET ?? "", "example.org"];

const entryOf = (worker: WorkerProcess, sentence: string, details: object) =>
  entriesIn(worker.log()).find(
    (entry) =>
      entry.sentence === sentence &&
      Object.entries(details).every(([key, value]) => entry[key] === value),
  );

describe("a worker's log", () => {
  it("tells for which request it works, what failed, and of nobody's address or password", async () => {
    const worker = startWorker();
    const person = await makePerson();
    const address = await addressOf(person.id);

    // The sweep may come before the job, and knows of no request; then another one is tried.
    await until(async () => {
      const id = await putMail(person.id);
      await onBehalfOf("request-of-a-mail", () => announceMails([id]));
      await until(() => entryOf(worker, "a mail was sent", { mailId: id }) !== undefined, 50_000);
      const told = { mailId: id, request: "request-of-a-mail" };
      return entryOf(worker, "a mail was sent", told) !== undefined;
    }, 50_000);
    expect(await sql("SELECT count(*)::int AS workers FROM worker")).toEqual([{ workers: 1 }]);

    sink.failure = "never";
    const refused = await putMail(person.id);
    await onBehalfOf("request-of-another", () => announceMails([refused]));
    await until(
      () => entryOf(worker, "the mail server refused a mail", { mailId: refused }) !== undefined,
    );
    expect((await mail(refused)).lastError).toContain("no such mailbox");
    sink.failure = "refuse";
    const waits = await putMail(person.id);
    sink.cutConnections();
    await onBehalfOf("request-of-a-third", () => announceMails([waits]));
    const away = "sending mails failed; it is tried again until it works";
    await until(() => entryOf(worker, away, {}) !== undefined);

    const server = await makeReportingServer();
    expect(await server.report(Date.now())).toBe(202);
    await until(async () => (await samplesOf(server.gpus[0])) > 0);

    expect(await worker.end("SIGTERM")).toBe(0);
    expect(await sql("SELECT * FROM worker")).toEqual([]);
    expect(leaksIn(worker.log(), [...SECRETS, address])).toEqual([]);
    const jobs = await sql<{ label: string; value: number }>(
      "SELECT label, value FROM metric_total WHERE name = 'job'",
    );
    expect(Object.fromEntries(jobs.map(({ label, value }) => [label, value]))).toMatchObject({
      "report done": 1,
    });
  });
});

describe("errors that hold what people typed", () => {
  /** What the log tells of an error. */
  function toldOf(error: unknown): string {
    let told = "";
    const spy = vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
      told += chunk;
      return true;
    });
    log.error({ error }, "an action failed");
    spy.mockRestore();
    return told;
  }
  const failureOf = (work: Promise<unknown>) =>
    work.then(
      () => expect.fail("it did not fail"),
      (error: unknown) => error,
    );
  const TYPED = ["wang.xiaoming", "0912345678", "violet-harbour-27", "王小明"];
  const data = {
    username: "wang.xiaoming",
    name: "王小明",
    email: "wang.xiaoming@example.org",
    phone: "0912345678",
    lab: "Test Lab",
    passwordHash: "violet-harbour-27",
  };

  it("tell nothing of it: of a row that Prisma does not understand", async () => {
    const wrong = { ...data, timeMultiplier: "much" as unknown as number };
    expect(leaksIn(toldOf(await failureOf(db().user.create({ data: wrong }))), TYPED)).toEqual([]);
  });

  it("tell nothing of it: of a row that is there already, and of one that is too long", async () => {
    await db().user.create({ data });
    const again = await failureOf(db().user.create({ data }));
    const long = await failureOf(
      db().user.create({ data: { ...data, username: "x".repeat(99), lab: "violet-harbour-27" } }),
    );
    for (const error of [again, long]) expect(leaksIn(toldOf(error), TYPED)).toEqual([]);
  });

  it("tell nothing of it: of a value that PostgreSQL cannot read", async () => {
    const error = await failureOf(sql("SELECT $1::int", ["violet-harbour-27"]));
    expect(toldOf(error)).toContain("22P02");
    expect(leaksIn(toldOf(error), TYPED)).toEqual([]);
  });
});
