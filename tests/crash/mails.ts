/** Which mails a run caused, and which came: every one, and twice only where that cannot be helped. */
import type { ReceivedMail } from "@/tests/support/smtp";
import type { Excuse, Senders } from "./senders";
import { longestWithin, type Span, type Timeline } from "./timeline";

/** A mail as it stands in the outbox. */
export type Mail = {
  readonly id: number;
  /** Null: it is about none. */
  readonly reservation: number | null;
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
  /** What excuses each copy that came after another. */
  readonly doubled: Excuse[];
};

const idOf = ({ mail }: ReceivedMail): string =>
  /^<([^@]+)@/.exec(mail.messageId ?? "")?.[1] ?? `${mail.messageId}`;

/**
 * What is wrong with the copies of a mail that came, and what excuses those that came again: its
 * sender could not have known better.
 */
function checkCopies(mail: Mail, copies: readonly ReceivedMail[], senders: Senders) {
  const name = `mail ${mail.id} (${mail.kind}, reservation ${mail.reservation})`;
  const broken: string[] = [];
  const excuses: Excuse[] = [];
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
    const excuse = next && senders.excuseOf(mail.id, copy, next);
    if (excuse) excuses.push(excuse);
    else if (next) broken.push(`${name} came again after ${when} from ${copy.sender}`);
  }
  return { broken, excuses };
}

/**
 * @param until when the run was over
 * @param longestMs how long a mail may wait while it could leave
 */
export function checkMails(
  outbox: readonly Mail[],
  received: readonly ReceivedMail[],
  timeline: Timeline,
  senders: Senders,
  { until, longestMs }: { until: number; longestMs: number },
): MailFindings {
  const copiesOf = new Map<string, ReceivedMail[]>();
  for (const copy of received)
    copiesOf.set(idOf(copy), [...(copiesOf.get(idOf(copy)) ?? []), copy]);
  const able: readonly Span[] = timeline.ableToMail();
  const broken: string[] = [];
  const arrivals: Arrival[] = [];
  const doubled: Excuse[] = [];
  for (const mail of outbox) {
    const copies = copiesOf.get(mail.messageId) ?? [];
    copiesOf.delete(mail.messageId);
    const checked = checkCopies(mail, copies, senders);
    broken.push(...checked.broken);
    doubled.push(...checked.excuses);
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
