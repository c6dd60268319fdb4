/** SMTP. Used by the worker only. */
import { createTransport } from "nodemailer";
import { mailDomain, type SmtpAccount, smtpAccount } from "./smtp-account";

/** A mail on its way to one person. */
export type OutgoingMail = {
  /** Becomes the Message-ID; the same for every attempt. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  /** When it is sent, by PostgreSQL's clock: times in the text are by no other. */
  readonly date: Date;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** What calendars take from it: iCalendar, and the method it is meant by. */
  readonly calendar?: { readonly method: "REQUEST" | "CANCEL"; readonly ics: string } | null;
};

const SECOND = 1_000;
// A server that hangs holds a place of the worker no longer than this; one that trickles its
// replies, which no other limit notices, no longer than the last.
const CONNECT_MS = 10 * SECOND;
const SILENCE_MS = 20 * SECOND;
const WHOLE_SEND_MS = 30 * SECOND;

function connect({ url, from, isLoopback, needsTls }: SmtpAccount) {
  const transport = createTransport(
    {
      pool: true,
      url,
      maxConnections: 5,
      // Only for a pooled connection that the server closed while it was idle.
      maxRequeues: 1,
      dnsTimeout: CONNECT_MS,
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      socketCloseTimeout: SECOND,
      ...(needsTls && { requireTLS: true }),
      ...(isLoopback && { tls: { rejectUnauthorized: false } }),
    },
    {
      from: { name: "gpusched", address: from },
      headers: { "Auto-Submitted": "auto-generated" },
      disableFileAccess: true,
      disableUrlAccess: true,
    },
  );
  // Each send tells its own failure; without a listener a broken idle connection ends the process.
  transport.on("error", () => undefined);
  return transport;
}

let open: ReturnType<typeof connect> | undefined;

/**
 * Sends a mail; returns once the server has taken it.
 * @param giveUp aborts when it may be somebody else's to send
 * @throws the server's refusal, or what kept us from reaching it
 */
export async function sendMail(
  { id, calendar, ...mail }: OutgoingMail,
  giveUp: AbortSignal,
): Promise<void> {
  const account = smtpAccount();
  if (!account) throw new Error("no SMTP server is set");
  open ??= connect(account);
  await open.sendMail({
    ...mail,
    // Both as a form of the text, which Gmail and Outlook act upon, and as a file, which Apple
    // Mail and all others open.
    ...(calendar && {
      icalEvent: { method: calendar.method, filename: "gpusched.ics", content: calendar.ics },
    }),
    messageId: `<${id}@${mailDomain()}>`,
    signal: AbortSignal.any([giveUp, AbortSignal.timeout(WHOLE_SEND_MS)]),
  });
}

/** Whether the server refused this very mail, as opposed to failing for every mail. */
export function isRefusalOfMail(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EENVELOPE" || code === "EMESSAGE";
}

/** Whether that refusal is meant to last, as far as the server knows. */
export function isRefusalForGood(error: unknown): boolean {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : undefined;
  return isRefusalOfMail(error) && typeof code === "number" && code >= 500;
}

/** Closes all connections; a mail in the middle of being sent fails. */
export function closeTransport(): void {
  open?.close({ force: true });
  open = undefined;
}
