import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { closeTransport, sendMail } from "@/lib/mail/transport";
import { MailSink } from "@/tests/support/smtp";

let sink: MailSink;

beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
  process.env.NEXTAUTH_URL = "https://gpusched.example.org";
});
afterAll(async () => {
  closeTransport();
  await sink.stop();
});

const mail = {
  id: "0b4b2f0e-7d4c-4a39-9a57-0d6a51a3a6f1",
  to: { name: "王小明", address: "ming@example.org" },
  date: new Date("2026-03-02T04:00:00Z"),
  subject: "輪到您了",
  text: "text\n",
  html: "<p>html</p>\n",
};

const ours = { lost: new AbortController().signal, isHeld: () => true };

async function sent(changes: Partial<typeof mail>) {
  sink.received.length = 0;
  await sendMail({ ...mail, ...changes }, ours);
  const [arrived] = sink.received;
  if (!arrived) throw new Error("nothing arrived");
  return arrived;
}

it("a mail bears both parts, who sent it, its Message-ID, and that a machine wrote it", async () => {
  const { mail: arrived, recipients } = await sent({});
  expect(recipients).toEqual(["ming@example.org"]);
  expect(arrived.messageId).toBe(`<${mail.id}@gpusched.example.org>`);
  expect(arrived.subject).toBe("輪到您了");
  expect(arrived.from?.value).toEqual([
    { name: "gpusched", address: "gpusched@gpusched.example.org" },
  ]);
  expect(arrived.to).toMatchObject({ value: [{ name: "王小明", address: "ming@example.org" }] });
  expect(arrived.date).toEqual(mail.date);
  expect(arrived.headers.get("auto-submitted")).toBe("auto-generated");
  expect(arrived.text?.trim()).toBe("text");
  expect(arrived.html).toContain("<p>html</p>");
});

const INJECTION = "x\r\nBcc: victim@example.org\r\nX-Evil: 1\r\n\r\n<b>body</b>";

it.each<[string, Partial<typeof mail>]>([
  ["subject", { subject: INJECTION }],
  ["name", { to: { name: INJECTION, address: "ming@example.org" } }],
  [
    "quoted name",
    { to: { name: `"${INJECTION}" <victim@example.org>,`, address: "m@example.org" } },
  ],
  ["address", { to: { name: "Ming", address: "ming@example.org\r\nBcc: victim@example.org" } }],
  ["two addresses", { to: { name: "Ming", address: "ming@example.org, victim@example.org" } }],
])("no header and no recipient comes in by the %s", async (_where, changes) => {
  sink.received.length = 0;
  await sendMail({ ...mail, ...changes }, ours).catch(() => undefined);
  for (const { recipients, mail: arrived } of sink.received) {
    expect(recipients).toHaveLength(1);
    expect(recipients).not.toContain("victim@example.org");
    expect(arrived.headers.has("bcc")).toBe(false);
    expect(arrived.headers.has("x-evil")).toBe(false);
    expect(arrived.text?.trim()).toBe("text");
  }
});

it("no password leaves this machine over a connection that is not encrypted", async () => {
  // Our own server all the same, by an address that does not look like it.
  process.env.SMTP_URL = sink.url.replace("127.0.0.1", "bot:secret@0.0.0.0");
  vi.resetModules();
  const { closeTransport: close, sendMail: send } = await import("@/lib/mail/transport");
  sink.received.length = 0;
  await expect(send(mail, ours)).rejects.toMatchObject({ code: "ETLS" });
  close();
  expect(sink.received).toEqual([]);
});

it("nothing leaves of a mail that may be somebody else's by now", async () => {
  sink.received.length = 0;
  await expect(sendMail(mail, { ...ours, isHeld: () => false })).rejects.toThrow("somebody else");
  const lost = AbortSignal.abort();
  await expect(sendMail(mail, { ...ours, lost })).rejects.toThrow("abort");
  await sendMail(mail, ours);
  expect(sink.received).toHaveLength(1);
});
