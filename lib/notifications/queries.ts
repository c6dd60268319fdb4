/** The outbox as administrators see it. */
import { now } from "@/lib/clock";
import { sql } from "@/lib/db";
import { isMutable, type MutableKind } from "@/lib/domain/mail-kinds";
import { log } from "@/lib/log";
import { smtpAccount } from "@/lib/mail/smtp-account";
import type { Period } from "@/lib/period";
import { TOO_OLD } from "./due";
import { type RenderedMail, renderMail } from "./render";
import type { MailFilters } from "./schema";

/** How a mail stands: sent, about to be, or why not. */
export type MailState = "sent" | "waiting" | "retrying" | "no-smtp" | "too-old" | "failed";

export type Mail = {
  readonly id: number;
  readonly kind: string;
  readonly state: MailState;
  readonly user: { readonly id: number; readonly name: string; readonly email: string };
  /** Epoch ms, as all instants here. */
  readonly createdAt: number;
  readonly sentAt: number | null;
  readonly sentTo: string | null;
  readonly nextAttemptAt: number;
  readonly attempts: number;
  readonly lastError: string | null;
};

type Row = {
  id: number;
  kind: string;
  status: "PENDING" | "SENT" | "FAILED";
  user_id: number;
  name: string;
  email: string;
  created_at: Date;
  sent_at: Date | null;
  sent_to: string | null;
  next_attempt_at: Date;
  attempts: number;
  last_error: string | null;
};

const PAGE_SIZE = 50;

const COLUMNS = `
  n.id, n.kind, n.status, n.user_id, u.name, u.email, n.created_at, n.sent_at, n.sent_to,
  n.next_attempt_at, n.attempts, n.last_error`;
const MATCHING = `
  FROM notification n JOIN "user" u ON u.id = n.user_id
  WHERE CASE $1 WHEN 'sent' THEN n.status = 'SENT' WHEN 'unsent' THEN n.status <> 'SENT'
      WHEN 'waiting' THEN n.status = 'PENDING' WHEN 'failed' THEN n.status = 'FAILED'
      ELSE true END
    AND ($2 = '' OR n.kind = $2)
    AND ($3 = '' OR position(lower($3) IN
         lower(concat_ws(E'\\n', u.username, u.name, u.email, n.sent_to))) > 0)
    AND ($4::timestamptz IS NULL OR n.created_at >= $4)
    AND ($5::timestamptz IS NULL OR n.created_at < $5)`;

/** Whether there is a mail server to send through. */
export const canSendMail = (): boolean => smtpAccount() !== null;

function stateOf({ status, last_error }: Row): MailState {
  if (status === "SENT") return "sent";
  if (status === "FAILED") return last_error?.startsWith(TOO_OLD) ? "too-old" : "failed";
  if (!canSendMail()) return "no-smtp";
  return last_error === null ? "waiting" : "retrying";
}

const toMail = (row: Row): Mail => ({
  id: row.id,
  kind: row.kind,
  state: stateOf(row),
  user: { id: row.user_id, name: row.name, email: row.email },
  createdAt: row.created_at.getTime(),
  sentAt: row.sent_at?.getTime() ?? null,
  sentTo: row.sent_to,
  nextAttemptAt: row.next_attempt_at.getTime(),
  attempts: row.attempts,
  lastError: row.last_error,
});

export type MailList = {
  readonly mails: readonly Mail[];
  readonly count: number;
  readonly page: number;
  readonly pages: number;
};

/** One page of the mails that match, newest first. */
export async function listMails(filters: MailFilters, period: Period): Promise<MailList> {
  const { group, kind, search } = filters;
  const matching = [group, kind, search, period.from, period.before];
  const [counted] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count ${MATCHING}`,
    matching,
  );
  const count = counted?.count ?? 0;
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE));
  const page = Math.min(filters.page, pages);
  const rows = await sql<Row>(
    `SELECT ${COLUMNS} ${MATCHING} ORDER BY n.id DESC LIMIT $6 OFFSET $7`,
    [...matching, PAGE_SIZE, (page - 1) * PAGE_SIZE],
  );
  return { mails: rows.map(toMail), count, page, pages };
}

type WholeRow = Row & {
  username: string;
  locale: string;
  payload: unknown;
  reservation_id: number | null;
  message_id: string;
};

export type WholeMail = Mail & {
  readonly reservationId: number | null;
  readonly messageId: string;
  /** The language of its recipient. */
  readonly locale: string;
  /** As its recipient reads it, but for links that only they may use; null when nobody can. */
  readonly rendered: RenderedMail | null;
};

/** One mail with its text, or null. */
export async function findMail(id: number): Promise<WholeMail | null> {
  const [row] = await sql<WholeRow>(
    `SELECT ${COLUMNS}, u.username, u.locale, n.payload, n.reservation_id, n.message_id
     FROM notification n JOIN "user" u ON u.id = n.user_id WHERE n.id = $1`,
    [id],
  );
  if (!row) return null;
  const { reservation_id: reservationId, message_id: messageId, locale } = row;
  const readAt = row.sent_at ?? (await now());
  return { ...toMail(row), reservationId, messageId, locale, rendered: render(row, readAt) };
}

function render(row: WholeRow, readAt: Date): RenderedMail | null {
  try {
    const mail = { ...row, reservationId: row.reservation_id };
    return renderMail(mail, { redacted: true, now: readAt.getTime() });
  } catch (error) {
    log.warn({ error, mailId: row.id }, "a mail of the outbox cannot be shown");
    return null;
  }
}

/** How many mails of the last seven days did not leave although they should have. */
export async function countUnsentMails(): Promise<number> {
  const [counted] = await sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM notification
     WHERE created_at > $1::timestamptz - interval '7 days'
       AND (status = 'FAILED'
            OR status = 'PENDING' AND created_at < $1::timestamptz - interval '1 minute')`,
    [await now()],
  );
  return counted?.count ?? 0;
}

/** The kinds of mail that somebody does without. */
export async function mutedKinds(userId: number): Promise<ReadonlySet<MutableKind>> {
  const rows = await sql<{ kind: string }>("SELECT kind FROM muted_mail WHERE user_id = $1", [
    userId,
  ]);
  return new Set(rows.map(({ kind }) => kind).filter(isMutable));
}
