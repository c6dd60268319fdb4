import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { now } from "@/lib/clock";
import { disconnect, sql } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { startReservation } from "@/lib/reservations/commands";
import { ask, row, statuses } from "../support/engine";
import { type WrongClock, wrongClock } from "../support/faketime";
import { makeLab } from "../support/people";
import { MailSink } from "../support/smtp";
import { addressOf, mail, mailsAbout, until } from "../worker/outbox";
import { startWorker } from "../worker/processes";

const HOURS = 3_600;
const MINUTES = 60;

// The whole suite beside them, processes take their time.
vi.setConfig({ testTimeout: 120_000 });
let sink: MailSink;
const clocks: WrongClock[] = [];

beforeAll(async () => {
  sink = await MailSink.start();
  Object.assign(process.env, { SMTP_URL: sink.url, QUIET_HOURS: "none" });
});
afterEach(() => {
  sink.failure = undefined;
  for (const clock of clocks.splice(0)) clock.remove();
});
afterAll(async () => {
  await sink.stop();
  await closeProducers();
  await disconnect();
});

/** A worker by whose clock it is so much later than it is, once it works. */
async function workerThatIsOff(seconds: number): Promise<WrongClock> {
  const clock = wrongClock(seconds);
  clocks.push(clock);
  const worker = startWorker(clock.env);
  await until(() => worker.log().includes("the worker sends mails"), 50_000);
  const [firstLine = "{}"] = worker.log().split("\n");
  const offBy = Date.parse(JSON.parse(firstLine).at) - Date.now();
  expect(Math.abs(offBy / 1_000 - seconds), "libfaketime works").toBeLessThan(60);
  return clock;
}

/** Makes it so long ago that all of this happened. */
const longAgo = (id: number, minutes: number) =>
  sql(
    `UPDATE reservation SET reservation_time = reservation_time - $2::interval,
       notification_time = notification_time - $2::interval,
       start_time = start_time - $2::interval, end_time = end_time - $2::interval WHERE id = $1`,
    [id, `${minutes} minutes`],
  );

async function use(person: Actor, gpu: number): Promise<number> {
  const id = await ask(person, gpu, { hours: 1 });
  await startReservation(person, id);
  return id;
}

const received = (address: string) =>
  sink.received.filter(({ recipients }) => recipients.includes(address));

/** What the worker does with what is due, and with what is not for half an hour. */
async function keepsTheRules(): Promise<void> {
  const [claims, uses, ends] = [await makeLab(1, 1), await makeLab(1, 1), await makeLab(1, 1)];
  const turn = await ask(claims.people[0], claims.gpu);
  await longAgo(turn, 30);
  const current = await use(uses.people[0], uses.gpu);
  await longAgo(current, 30);
  const waits = [await ask(claims.people[1], claims.gpu), await ask(uses.people[1], uses.gpu)];
  const over = await use(ends.people[0], ends.gpu);
  const next = await ask(ends.people[1], ends.gpu);
  await longAgo(over, 60);
  const planned = (await row(over)).end_time;

  const address = await addressOf(ends.people[1].id);
  const { mail } = await sink.waitForMail(({ recipients }) => recipients.includes(address), 50_000);
  expect(await statuses(over, next)).toEqual(["COMPLETED", "NOTIFIED"]);
  expect((await row(over)).end_time).toEqual(planned);
  const { notification_time: given } = await row(next);
  for (const told of [given, new Date((mail.date?.getTime() ?? 0) + 999)]) {
    expect(told.getTime()).toBeGreaterThanOrEqual(planned.getTime());
    expect(told.getTime()).toBeLessThanOrEqual((await now()).getTime() + 999);
  }
  expect(await statuses(turn, current, ...waits)).toEqual([
    "NOTIFIED",
    "ACTIVE",
    "WAITING",
    "WAITING",
  ]);
}

/** Every mail that was taken, once. */
function expectNoDoubles(): void {
  const ids = sink.received.map(({ mail }) => mail.messageId);
  expect(ids).toHaveLength(new Set(ids).size);
}

describe("a worker whose clock is wrong keeps the rules", () => {
  it("when it starts two hours ahead and its clock jumps while it runs", async () => {
    const clock = await workerThatIsOff(2 * HOURS);
    await keepsTheRules();
    for (const off of [-2 * HOURS, 2 * MINUTES, -2 * MINUTES]) {
      clock.jumpTo(off);
      await keepsTheRules();
    }
    expectNoDoubles();
  });

  it("when it starts two hours behind, and tries a mail again though its clock jumps back", async () => {
    const clock = await workerThatIsOff(-2 * HOURS);
    await keepsTheRules();
    sink.failure = "later";
    const { gpu, people } = await makeLab(1);
    const [id = 0] = await mailsAbout(await ask(people[0], gpu));
    await until(async () => (await mail(id)).attempts > 0);
    clock.jumpTo(-4 * HOURS);
    sink.failure = undefined;
    await until(async () => (await mail(id)).status === "SENT", 50_000);
    expect(received(await addressOf(people[0].id))).toHaveLength(1);
    expectNoDoubles();
  });

  it("when two of them disagree by four hours: a job may run twice, but nothing happens twice", async () => {
    await Promise.all([workerThatIsOff(2 * HOURS), workerThatIsOff(-2 * HOURS)]);
    const labs = await Promise.all(Array.from({ length: 5 }, () => makeLab(1, 1)));
    const held = await Promise.all(labs.map(({ gpu, people }) => use(people[0], gpu)));
    const next = await Promise.all(labs.map(({ gpu, people }) => ask(people[1], gpu)));
    await Promise.all(held.map((id) => longAgo(id, 60)));
    const mails = async () => (await Promise.all(next.map(mailsAbout))).flat();
    await until(async () => {
      const all = await Promise.all((await mails()).map(mail));
      return all.length === 5 && all.every(({ status }) => status === "SENT");
    }, 50_000);
    expect((await Promise.all(next.map(row))).map(({ turn }) => turn)).toEqual(next.map(() => 1));
    expectNoDoubles();
  });
});
