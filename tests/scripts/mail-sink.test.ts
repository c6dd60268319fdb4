import nodemailer from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { MailSink } from "../support/smtp";

// The sink decides whether tests of mails can be believed, so it is tested itself.
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
});
afterAll(() => sink.stop());
beforeEach(() => {
  sink.failure = undefined;
  sink.received.length = 0;
});

const send = (subject: string) =>
  nodemailer
    .createTransport({ url: sink.url, socketTimeout: 300 })
    .sendMail({ from: "lab@example.org", to: "wang@example.org", subject, text: "您好" });

test("keeps what it is sent and hands it to whoever waits", async () => {
  const waiting = sink.waitForMail(({ mail }) => mail.subject === "輪到您了", 2_000);
  await send("輪到您了");
  const { recipients, mail } = await waiting;
  expect(recipients).toEqual(["wang@example.org"]);
  expect(mail.text?.trim()).toBe("您好");
});

test("a wait ends when nothing fits", async () => {
  await expect(sink.waitForMail(() => false, 50)).rejects.toThrow("no such mail");
});

test.for([
  ["refuse", {}],
  ["hang", { code: "ETIMEDOUT" }],
  ["later", { responseCode: 451 }],
  ["never", { responseCode: 550 }],
] as const)("fails as told: %s", async ([failure, error]) => {
  sink.failure = failure;
  await expect(send("lost")).rejects.toMatchObject(error);
  expect(sink.received).toHaveLength(0);
});

test("a cut connection fails although the mail arrived", async () => {
  sink.failure = "cut";
  await expect(send("arrived")).rejects.toThrow();
  expect(sink.received).toHaveLength(1);
});
