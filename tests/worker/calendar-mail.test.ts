import { afterAll, beforeAll, expect, it } from "vitest";
import { disconnect, sql } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { closeTransport } from "@/lib/mail/transport";
import { deliver } from "@/lib/notifications/deliver";
import { cancelReservation, reserve } from "@/lib/reservations/commands";
import { readCalendar } from "@/tests/support/calendar";
import { makeLab } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { mailsAbout } from "./outbox";

let sink: MailSink;

beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
  process.env.SENDER_EMAIL = "gpusched@lab.example";
});
afterAll(async () => {
  closeTransport();
  await sink.stop();
  await closeProducers();
  await disconnect();
});

it("arrives as a form of the text and as a file, by one method, from whom the mail is", async () => {
  const { gpu, people } = await makeLab(1);
  const [person] = people;
  await sql(`UPDATE "user" SET name = '王"小明; DROP' WHERE id = $1`, [person.id]);
  const id = await reserve(person, { gpuId: gpu, hours: 2, autoStart: false });
  await cancelReservation(person, id);
  for (const mail of await mailsAbout(id)) expect(await deliver(mail)).toBe("sent");
  expect(sink.received).toHaveLength(2);
  const methods = ["REQUEST", "CANCEL"];
  const sequences = sink.received.map(({ raw, mail }, index) => {
    const method = methods[index] ?? "";
    expect(raw).toMatch(/multipart\/mixed/);
    expect(raw).toMatch(/multipart\/alternative/);
    const part = new RegExp(`Content-Type: text/calendar; charset=utf-8; ?method=${method}`, "i");
    expect(raw.replaceAll(/\r\n\s+/g, " ")).toMatch(part);
    const file = mail.attachments.find(({ filename }) => filename === "gpusched.ics");
    const { calendar, events } = readCalendar(String(file?.content));
    expect(calendar.getFirstPropertyValue("method")).toBe(method);
    expect(String(events[0]?.component.getFirstPropertyValue("organizer"))).toBe(
      `mailto:${mail.from?.value[0]?.address}`,
    );
    expect(mail.text).toContain("gpusched");
    return events[0]?.sequence ?? -1;
  });
  expect(sequences[0]).toBeLessThanOrEqual(sequences[1] ?? -1);
});
