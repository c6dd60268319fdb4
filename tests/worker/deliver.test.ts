import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setTestClock } from "@/lib/clock";
import { db, disconnect, sql } from "@/lib/db";
import { closeTransport } from "@/lib/mail/transport";
import { sendAgain } from "@/lib/notifications/commands";
import { deliver } from "@/lib/notifications/deliver";
import { refusal } from "@/tests/support/engine";
import { makeAdministrator, makePerson } from "@/tests/support/people";
import { MailSink, type SmtpFailure } from "@/tests/support/smtp";
import { handleMailJob } from "@/worker/handlers/send-mail";
import { sendDueMails } from "@/worker/sweep/send-due-mails";
import { addressOf, isBeingSent, mail, putMail, until } from "./outbox";

const START = Date.parse("2026-03-02T04:00:00Z");
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let sink: MailSink;
let time = START;

const pass = (ms: number) => {
  time += ms;
};

beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
});
beforeEach(() => {
  time = START;
  setTestClock(() => new Date(time));
});
afterEach(() => {
  sink.failure = undefined;
  sink.received.length = 0;
  setTestClock(undefined);
});
afterAll(async () => {
  closeTransport();
  await sink.stop();
  await disconnect();
});

/** A mail in the outbox of somebody new, asked for now. */
async function aMail(): Promise<{ id: number; address: string }> {
  const person = await makePerson();
  return { id: await putMail(person.id, new Date(time)), address: await addressOf(person.id) };
}

describe("a mail", () => {
  it("is marked with when and to whom it was sent", async () => {
    const { id, address } = await aMail();
    expect(await deliver(id)).toBe("sent");
    expect(await mail(id)).toMatchObject({
      status: "SENT",
      attempts: 1,
      sentAt: new Date(START),
      sentTo: address,
      lastError: null,
    });
    expect(await deliver(id)).toBe("not-due");
    expect(sink.received).toHaveLength(1);
  });

  it("goes to the address that the account has when it is sent", async () => {
    const person = await makePerson();
    const id = await putMail(person.id, new Date(time));
    await db().user.update({ where: { id: person.id }, data: { email: "new@example.org" } });
    await deliver(id);
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([["new@example.org"]]);
    expect((await mail(id)).sentTo).toBe("new@example.org");
  });

  it("is sent by one of many who want to", async () => {
    const { id } = await aMail();
    const results = await Promise.all(Array.from({ length: 5 }, () => deliver(id)));
    expect(results.filter((result) => result === "sent")).toHaveLength(1);
    expect(sink.received).toHaveLength(1);
  });

  it.each<[SmtpFailure, string, RegExp]>([
    ["refuse", "unavailable", /./],
    ["later", "refused", /451/],
    ["never", "refused", /550/],
    ["cut", "unavailable", /./],
  ])("leaves once a server that fails (%s) works again", async (failure, result, cause) => {
    const { id, address } = await aMail();
    closeTransport();
    sink.failure = failure;
    expect(await deliver(id)).toBe(result);
    expect(await mail(id)).toMatchObject({
      status: "PENDING",
      attempts: 1,
      lastError: expect.stringMatching(cause),
      nextAttemptAt: new Date(START + 2 * SECOND),
    });

    sink.failure = undefined;
    sink.received.length = 0;
    expect(await deliver(id)).toBe("not-due");
    pass(2 * SECOND);
    expect(await deliver(id)).toBe("sent");
    expect(await mail(id)).toMatchObject({ status: "SENT", attempts: 2, lastError: null });
    expect(sink.received.map(({ recipients }) => recipients)).toEqual([[address]]);
  });

  it("is given up after a day, with what kept it", async () => {
    const { id } = await aMail();
    sink.failure = "later";
    await deliver(id);
    pass(24 * HOUR - SECOND);
    await sendDueMails();
    expect(await mail(id)).toMatchObject({ status: "PENDING", attempts: 2 });
    pass(5 * 60 * SECOND);
    await sendDueMails();
    expect(await mail(id)).toMatchObject({ status: "FAILED", attempts: 2 });
    expect((await mail(id)).lastError).toMatch(/^too old: .*451/);
  });

  it("that cannot be rendered fails with the cause and keeps no other from leaving", async () => {
    const broken = await aMail();
    await sql("UPDATE notification SET kind = 'your-turn', payload = '{}' WHERE id = $1", [
      broken.id,
    ]);
    const unknown = await aMail();
    await sql("UPDATE notification SET kind = 'gibberish' WHERE id = $1", [unknown.id]);
    const good = await aMail();
    await sendDueMails();
    expect((await mail(good.id)).status).toBe("SENT");
    for (const { id } of [broken, unknown]) {
      const row = await mail(id);
      expect(row.status).toBe("FAILED");
      expect(row.lastError).toMatch(/^cannot be rendered: .*(gpuId|kind)/);
    }
  });
});

describe("a job", () => {
  it("sends the mail that it names", async () => {
    const { id } = await aMail();
    await handleMailJob({ mailId: id });
    expect(sink.received).toHaveLength(1);
    await handleMailJob({ mailId: id });
    await handleMailJob({ mailId: 2_000_000_000 });
    expect(sink.received).toHaveLength(1);
  });

  it.each([{}, { mailId: "1" }, { mailId: -1 }, { mailId: 1.5 }, null])(
    "that names none (%o) fails",
    async (data) => {
      await expect(handleMailJob(data)).rejects.toThrow();
    },
  );
});

describe("the sweep of the outbox", () => {
  it("sends everything that waits", async () => {
    const mails = await Promise.all(Array.from({ length: 8 }, aMail));
    await sendDueMails();
    expect(sink.received).toHaveLength(mails.length);
  });

  it("does not knock for every mail at a server that is away", async () => {
    const mails = await Promise.all(Array.from({ length: 8 }, aMail));
    closeTransport();
    sink.failure = "refuse";
    await sendDueMails();
    const rows = await Promise.all(mails.map(({ id }) => mail(id)));
    const tried = rows.filter(({ attempts }) => attempts > 0);
    expect(tried.length).toBeGreaterThan(0);
    expect(tried.length).toBeLessThanOrEqual(2);
    sink.failure = undefined;
    pass(2 * SECOND);
    await sendDueMails();
    expect(sink.received).toHaveLength(mails.length);
  });
});

describe("sending again", () => {
  it("sends the same mail once more, for another day, and is audited", async () => {
    const admin = await makeAdministrator();
    const { id } = await aMail();
    sink.failure = "later";
    await deliver(id);
    pass(25 * HOUR);
    await sendDueMails();
    expect((await mail(id)).status).toBe("FAILED");

    sink.failure = undefined;
    await sendAgain(admin, id);
    const again = await mail(id);
    expect(again).toMatchObject({ status: "PENDING", attempts: 0, lastError: null });
    expect(again.createdAt).toEqual(new Date(START));
    await sendDueMails();
    await sendAgain(admin, id);
    await sendDueMails();
    const [first, second] = sink.received;
    expect(sink.received).toHaveLength(2);
    expect(first?.mail.messageId).toBe(second?.mail.messageId);

    const entries = await db().auditEntry.findMany({
      where: { subjectType: "notification", subjectId: id },
      orderBy: { id: "asc" },
    });
    expect(entries).toMatchObject([
      { action: "notification.sent-again", actorId: admin.id, details: { status: "FAILED" } },
      { action: "notification.sent-again", actorId: admin.id, details: { status: "SENT" } },
    ]);
  });

  it("is an administrator's, of a mail that exists and is not being sent", async () => {
    const admin = await makeAdministrator();
    const { id } = await aMail();
    expect(await refusal(sendAgain(await makePerson(), id))).toBe("not-found");
    expect(await refusal(sendAgain(admin, 2_000_000_000))).toBe("not-found");
    sink.failure = "hang";
    const sending = deliver(id);
    await until(() => isBeingSent(id));
    expect(await refusal(sendAgain(admin, id))).toBe("changed-meanwhile");
    closeTransport();
    expect(await sending).toBe("unavailable");
  });
});
