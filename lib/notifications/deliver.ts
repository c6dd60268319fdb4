import { decisionTime, nowIn } from "@/lib/clock";
import { hold, type Transaction, transaction } from "@/lib/db";
import { isRefusalForGood, isRefusalOfMail, sendMail } from "@/lib/mail/transport";
import { noteFailure, noteSent } from "./noted";
import { type RenderedMail, renderMail } from "./render";
import { retryAt } from "./retry";

/** What became of a mail: `unavailable` when the server would have taken no mail at all. */
export type Delivery = "sent" | "not-due" | "refused" | "unavailable" | "unreadable";

type Row = {
  id: number;
  kind: string;
  payload: unknown;
  reservation_id: number | null;
  message_id: string;
  attempts: number;
  asked_at: Date;
  next_attempt_at: Date;
  now: Date;
  email: string;
  locale: string;
  name: string;
  username: string;
};

// Held until the mail has left: nobody else sends it meanwhile; of a worker that is killed PostgreSQL
// frees it at once, of one that is frozen soon.
const TAKE = `
  SELECT n.id, n.kind, n.payload, n.reservation_id, n.message_id, n.attempts, n.next_attempt_at,
         coalesce(n.requeued_at, n.created_at) AS asked_at, clock_timestamp() AS now,
         u.email, u.locale, u.name, u.username
  FROM notification n JOIN "user" u ON u.id = n.user_id
  WHERE n.id = $1 AND n.status = 'PENDING'
  FOR UPDATE OF n SKIP LOCKED`;
const MARK_SENT = `
  UPDATE notification
  SET status = 'SENT', attempts = attempts + 1, sent_at = $2, sent_to = $3, last_error = NULL
  WHERE id = $1`;
const MARK_UNREADABLE = `UPDATE notification SET status = 'FAILED', last_error = $2 WHERE id = $1`;
const POSTPONE = `
  UPDATE notification SET attempts = attempts + 1, last_error = $2, next_attempt_at = $3
  WHERE id = $1`;

/**
 * Sends one mail of the outbox if it is due and nobody else is sending it. What the SMTP server
 * does wrong is written into the outbox; only a database that is away makes this throw.
 */
export function deliver(id: number): Promise<Delivery> {
  return transaction(async (tx) => {
    const [row] = (await tx.query<Row>(TAKE, [id])).rows;
    if (!row || row.next_attempt_at > decisionTime(row.now)) return "not-due";
    let mail: RenderedMail;
    try {
      mail = render(row);
    } catch (error) {
      await tx.query(MARK_UNREADABLE, [id, inOneLine(`cannot be rendered: ${messageOf(error)}`)]);
      return "unreadable";
    }
    return send(tx, row, mail);
  });
}

function render({ reservation_id, now, ...row }: Row): RenderedMail {
  const options = { redacted: false, now: decisionTime(now).getTime() };
  return renderMail({ ...row, reservationId: reservation_id }, options);
}

async function send(tx: Transaction, row: Row, mail: RenderedMail): Promise<Delivery> {
  try {
    const to = { name: row.name, address: row.email };
    const outgoing = { id: row.message_id, to, date: decisionTime(row.now), ...mail };
    await hold(tx, (claim) => sendMail(outgoing, claim));
  } catch (error) {
    const now = await nowIn(tx);
    const isRefusedForGood = isRefusalForGood(error);
    const attempts = row.attempts + 1;
    const next = retryAt({ askedAt: row.asked_at, attempts, now, isRefusedForGood });
    await tx.query(POSTPONE, [row.id, inOneLine(messageOf(error)), next]);
    noteFailure(row, isRefusalOfMail(error), error);
    return isRefusalOfMail(error) ? "refused" : "unavailable";
  }
  const sentAt = await nowIn(tx);
  await tx.query(MARK_SENT, [row.id, sentAt, row.email]);
  noteSent(row, sentAt.getTime() - row.asked_at.getTime());
  return "sent";
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** As much as fits into the outbox. */
const inOneLine = (cause: string) => cause.replace(/\s+/g, " ").trim().slice(0, 500);
