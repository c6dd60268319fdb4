/** SMTP. Used by the worker only. */
import { Transform } from "node:stream";
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

/** Whether a mail is ours to send, of whoever knows. */
export type Claim = {
  /** Aborts when it may be somebody else's. */
  readonly lost: AbortSignal;
  /** Asked once more before the first byte leaves: a frozen process hears of nothing. */
  readonly isHeld: () => boolean;
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
  transport.use("stream", ({ data, message }, done) => {
    message.transform(() => gate(claims.get(String(data.messageId))));
    done();
  });
  // Each send tells its own failure; without a listener a broken idle connection ends the process.
  transport.on("error", () => undefined);
  return transport;
}

/** The claims to the mails that are being sent, by Message-ID. */
const claims = new Map<string, Claim>();

/** Lets a mail through only while it is ours. */
const gate = (claim: Claim | undefined): Transform =>
  new Transform({
    transform: (chunk, _encoding, done) =>
      claim?.isHeld()
        ? done(null, chunk)
        : done(new Error("somebody else may have sent it by now")),
  });

let open: ReturnType<typeof connect> | undefined;

/**
 * Sends a mail; returns once the server has taken it.
 * @throws the server's refusal, or what kept us from reaching it
 */
export async function sendMail(
  { id, calendar, ...mail }: OutgoingMail,
  claim: Claim,
): Promise<void> {
  const account = smtpAccount();
  if (!account) throw new Error("no SMTP server is set");
  open ??= connect(account);
  const messageId = `<${id}@${mailDomain()}>`;
  claims.set(messageId, claim);
  try {
    await open.sendMail({
      ...mail,
      // Both as a form of the text, which Gmail and Outlook act upon, and as a file, which Apple
      // Mail and all others open.
      ...(calendar && {
        icalEvent: { method: calendar.method, filename: "gpusched.ics", content: calendar.ics },
      }),
      messageId,
      signal: AbortSignal.any([claim.lost, AbortSignal.timeout(WHOLE_SEND_MS)]),
    });
  } finally {
    claims.delete(messageId);
  }
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
