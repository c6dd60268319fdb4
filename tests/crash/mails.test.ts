import { expect, it } from "vitest";
import type { ReceivedMail } from "@/tests/support/smtp";
import { checkMails, checkTurns, type Mail } from "./mails";
import { Senders } from "./senders";
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
    sender: "worker-1",
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
const broken = (
  copies: ReceivedMail[],
  { timeline = well(), senders = new Senders(), changes = {} as Partial<Mail> } = {},
) => checkMails([{ ...mail, ...changes }], copies, timeline, senders, END).broken.join("\n");

it("a mail comes once, to whom it is for, within a minute in which it could leave", () => {
  expect(broken([copy(2_000)])).toBe("");
  expect(broken([])).toMatch(/never came/);
  expect(broken([copy(2_000, { recipients: ["eve@example.org"] })])).toMatch(/somebody else/);
  expect(broken([copy(62_000)])).toMatch(/waited 61000 ms/);
  expect(broken([], { changes: { status: "PENDING" } })).toMatch(/waited 199000 ms/);
  expect(broken([copy(2_000), copy(3_000, { mail: { messageId: "<x@y>" } as never })])).toMatch(
    /nobody sent/,
  );
});

it("the time in which the mail server failed does not count, whatever came before it", () => {
  const timeline = well();
  timeline.down("smtp", 1_500);
  timeline.up("smtp", 90_000);
  expect(broken([copy(149_000)], { timeline })).toBe("");
  expect(broken([copy(151_000)], { timeline })).toMatch(/waited/);
});

/** Two workers, of which the first sends the first copy. */
function workers(): Senders {
  const senders = new Senders();
  senders.next();
  senders.next();
  return senders;
}

const again = [copy(52_000), copy(59_000, { sender: "worker-2" })];

it("a mail comes twice only where its first copy was not confirmed", () => {
  expect(broken(again, { senders: workers() })).toMatch(/came again/);
  const cut = [copy(52_000, { isAnswered: false }), copy(59_000)];
  expect(broken(cut, { senders: workers() })).toBe("");
});

it("the harm of another worker, and of another moment, excuses nothing", () => {
  const harmed = (name: string, at: number) => {
    const senders = workers();
    senders.harmed(name, at);
    return broken(again, { senders });
  };
  expect(harmed("worker-1", 52_005)).toBe("");
  expect(harmed("worker-2", 52_005)).toMatch(/came again/);
  expect(harmed("worker-1", 50_500)).toMatch(/came again/);
  expect(harmed("worker-1", 58_000)).toMatch(/came again/);
});

it("a worker that lost its hold on a mail together with PostgreSQL is excused", () => {
  const lost = (name: string, databaseCutAt?: number) => {
    const senders = workers();
    senders.hear(name, { lost: mail.id });
    if (databaseCutAt) senders.databaseCutAt.push(databaseCutAt);
    return broken(again, { senders });
  };
  expect(lost("worker-1", 52_005)).toBe("");
  expect(lost("worker-2", 52_005)).toMatch(/came again/);
  expect(lost("worker-1")).toMatch(/came again/);
});

it("no mail comes once it is marked as sent, whatever was harmed", () => {
  const senders = workers();
  senders.harmed("worker-1", 52_005);
  expect(broken(again, { senders, changes: { sentAt: 59_001 } })).toBe("");
  expect(broken(again, { senders, changes: { sentAt: 58_000 } })).toMatch(/marked as sent/);
  senders.hear("worker-1", { marked: mail.id }, 52_004);
  expect(broken(again, { senders, changes: { sentAt: 59_001 } })).toMatch(/came again/);
});

it("every turn has its mail, of the kind that it was", () => {
  const turn = { reservation: 5, turn: 1, isStarted: false };
  expect(checkTurns([turn], [mail])).toEqual([]);
  expect(checkTurns([turn, { ...turn, turn: 2 }], [mail])).toHaveLength(1);
  expect(checkTurns([{ ...turn, isStarted: true }], [mail])).toHaveLength(1);
});
