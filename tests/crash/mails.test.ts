import { expect, it } from "vitest";
import type { ReceivedMail } from "@/tests/support/smtp";
import { checkMails, checkTurns, type Mail } from "./mails";
import { Timeline } from "./timeline";

const mail: Mail = {
  id: 1,
  reservation: 5,
  kind: "your-turn",
  turn: 1,
  messageId: "0b4b2f0e",
  status: "SENT",
  createdAt: 1_000,
  sentAt: 199_000,
  address: "ming@example.org",
};

const copy = (at: number, changes: Partial<ReceivedMail> = {}) =>
  ({
    at,
    isAnswered: true,
    recipients: [mail.address],
    mail: { messageId: "<0b4b2f0e@localhost>" },
    ...changes,
  }) as ReceivedMail;

/** Everything is well from the beginning on. */
function well(): Timeline {
  const timeline = new Timeline();
  for (const part of ["postgres", "smtp", "worker 1"] as const) timeline.up(part, 0);
  return timeline;
}

const END = { until: 200_000, longestMs: 60_000 };
const broken = (copies: ReceivedMail[], timeline = well(), changes: Partial<Mail> = {}) =>
  checkMails([{ ...mail, ...changes }], copies, timeline, END).broken.join("\n");

it("a mail comes once, to whom it is for, within a minute in which it could leave", () => {
  expect(broken([copy(2_000)])).toBe("");
  expect(broken([])).toMatch(/never came/);
  expect(broken([copy(2_000, { recipients: ["eve@example.org"] })])).toMatch(/somebody else/);
  expect(broken([copy(62_000)])).toMatch(/waited 61000 ms/);
  expect(broken([], well(), { status: "PENDING" })).toMatch(/waited 199000 ms/);
  expect(broken([copy(2_000), copy(3_000, { mail: { messageId: "<x@y>" } as never })])).toMatch(
    /nobody sent/,
  );
});

it("the time in which the mail server failed does not count, whatever came before it", () => {
  const timeline = well();
  timeline.down("smtp", 1_500);
  timeline.up("smtp", 90_000);
  expect(broken([copy(149_000)], timeline)).toBe("");
  expect(broken([copy(151_000)], timeline)).toMatch(/waited/);
});

it("a mail comes twice only where its first copy was not confirmed", () => {
  const again = [copy(52_000), copy(59_000)];
  expect(broken(again)).toMatch(/came again/);
  expect(broken([copy(52_000, { isAnswered: false }), copy(59_000)])).toBe("");
  const harmed = well();
  harmed.happened("worker 1 ended", 52_005);
  expect(broken(again, harmed)).toBe("");
  const early = well();
  early.happened("worker 1 ended", 46_000);
  expect(broken(again, early)).toMatch(/came again/);
});

it("no mail comes once it is marked as sent, whatever was harmed", () => {
  const harmed = well();
  harmed.happened("worker 1 frozen", 2_000);
  expect(broken([copy(2_000), copy(9_000)], harmed, { sentAt: 9_001 })).toBe("");
  expect(broken([copy(2_000), copy(9_000)], harmed, { sentAt: 8_000 })).toMatch(/sent/);
});

it("every turn has its mail, of the kind that it was", () => {
  const turn = { reservation: 5, turn: 1, isStarted: false };
  expect(checkTurns([turn], [mail])).toEqual([]);
  expect(checkTurns([turn, { ...turn, turn: 2 }], [mail])).toHaveLength(1);
  expect(checkTurns([{ ...turn, isStarted: true }], [mail])).toHaveLength(1);
});
