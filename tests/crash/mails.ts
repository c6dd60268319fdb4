/** Which mails a run caused, and which came: every one, and twice only where that cannot be helped. */
import type { ReceivedMail } from "@/tests/support/smtp";
import { longestWithin, type Span, type Timeline } from "./timeline";

/** A mail as it stands in the outbox. */
export type Mail = {
  readonly id: number;
  readonly reservation: number;
  readonly kind: string;
  readonly turn: number;
  readonly messageId: string;
  readonly status: string;
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly address: string;
};

export type Arrival = { readonly mail: Mail; readonly at: number; readonly longestAbleMs: number };

export type MailFindings = {
  readonly broken: string[];
  readonly arrivals: Arrival[];
  /** How many came more than once. */
  readonly doubled: number;
};

const idOf = ({ mail }: ReceivedMail): string =>
  /^<([^@]+)@/.exec(mail.messageId ?? "")?.[1] ?? `${mail.messageId}`;

// A sender may have been harmed while it still sent, and a busy machine take its time to tell it.
const LONGEST_SEND_MS = 5_000;

/** Whether something kept the sender of a copy from marking the mail as sent before the next came. */
function isUnconfirmed(copy: ReceivedMail, next: ReceivedMail, { events }: Timeline): boolean {
  const isHarmed = ({ at }: { at: number }) => at > copy.at - LONGEST_SEND_MS && at < next.at;
  return !copy.isAnswered || events.some(isHarmed);
}

function checkCopies(mail: Mail, copies: readonly ReceivedMail[], timeline: Timeline): string[] {
  const name = `mail ${mail.id} (${mail.kind}, reservation ${mail.reservation})`;
  const broken: string[] = [];
  if (copies.some(({ recipients }) => recipients.join() !== mail.address)) {
    broken.push(`${name} went to somebody else`);
  }
  if (mail.status === "SENT" && copies.length === 0) broken.push(`${name} never came`);
  if (mail.status === "FAILED") broken.push(`${name} was given up`);
  for (const [index, copy] of copies.entries()) {
    const when = new Date(copy.at).toISOString();
    // A server takes a mail before its sender marks it.
    if (mail.sentAt !== null && copy.at > mail.sentAt)
      broken.push(`${name} came at ${when}, after it was marked as sent`);
    const next = copies[index + 1];
    if (next && !isUnconfirmed(copy, next, timeline))
      broken.push(`${name} came again after ${when}`);
  }
  return broken;
}

/**
 * @param until when the run was over
 * @param longestMs how long a mail may wait while it could leave
 */
export function checkMails(
  outbox: readonly Mail[],
  received: readonly ReceivedMail[],
  timeline: Timeline,
  { until, longestMs }: { until: number; longestMs: number },
): MailFindings {
  const copiesOf = new Map<string, ReceivedMail[]>();
  for (const copy of received)
    copiesOf.set(idOf(copy), [...(copiesOf.get(idOf(copy)) ?? []), copy]);
  const able: readonly Span[] = timeline.ableToMail();
  const broken: string[] = [];
  const arrivals: Arrival[] = [];
  let doubled = 0;
  for (const mail of outbox) {
    const copies = copiesOf.get(mail.messageId) ?? [];
    copiesOf.delete(mail.messageId);
    broken.push(...checkCopies(mail, copies, timeline));
    if (copies.length > 1) doubled += 1;
    const at = copies[0]?.at ?? until;
    const longestAbleMs = longestWithin(able, mail.createdAt, at);
    if (longestAbleMs > longestMs) broken.push(`mail ${mail.id} waited ${longestAbleMs} ms`);
    if (copies.length > 0) arrivals.push({ mail, at, longestAbleMs });
  }
  for (const unknown of copiesOf.keys()) broken.push(`a mail came that nobody sent: ${unknown}`);
  return { broken, arrivals, doubled };
}

/** Every turn has its mail in the outbox. */
export function checkTurns(
  turns: readonly { reservation: number; turn: number; isStarted: boolean }[],
  outbox: readonly Mail[],
): string[] {
  const told = new Set(
    outbox.map(({ reservation, turn, kind }) => `${kind} ${reservation} ${turn}`),
  );
  return turns.flatMap(({ reservation, turn, isStarted }) => {
    const mail = `${isStarted ? "started" : "your-turn"} ${reservation} ${turn}`;
    return told.has(mail) ? [] : [`there is no mail "${mail}"`];
  });
}
