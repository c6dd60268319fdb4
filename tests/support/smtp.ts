/** A mail server that keeps what it is sent, and can be told to fail in the ways real ones do. */
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

/**
 * `recipients` are the envelope's; `mail` is what a mail program would show; `at` is when it was
 * complete, in epoch ms; `isAnswered`: its sender was told so; `sender` is the name that it said
 * hello with.
 */
export type ReceivedMail = {
  recipients: string[];
  mail: ParsedMail;
  raw: string;
  at: number;
  isAnswered: boolean;
  sender: string;
};

/**
 * - `refuse`: new connections are cut at once
 * - `hang`: the sender's address is never answered
 * - `later`: every recipient is refused for now (451)
 * - `never`: every recipient is refused for good (550)
 * - `cut`: the mail arrives, and the connection breaks before the server says so
 */
export type SmtpFailure = "refuse" | "hang" | "later" | "never" | "cut";

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

export class MailSink {
  readonly received: ReceivedMail[] = [];
  failure: SmtpFailure | undefined;
  #server: SMTPServer;
  /** Open connections, by the sender's port. */
  #sockets = new Map<number, Socket>();
  #arrivals = new EventTarget();

  private constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ["STARTTLS"],
      disableReverseLookup: true,
      onAuth: ({ username }, _session, answer) => answer(null, { user: username }),
      onMailFrom: (_address, _session, answer) => {
        if (this.failure !== "hang") answer();
      },
      onRcptTo: (_address, _session, answer) => {
        if (this.failure === "later") answer(refusal(451, "try again later"));
        else if (this.failure === "never") answer(refusal(550, "no such mailbox"));
        else answer();
      },
      onData: async (stream, session, answer) => {
        const raw = await buffer(stream).catch(() => undefined);
        // Its sender broke off in the middle.
        if (!raw) return;
        const at = Date.now();
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        const mail = await simpleParser(raw);
        const isAnswered = this.failure !== "cut" && this.#sockets.has(session.remotePort);
        const sender = session.hostNameAppearsAs || "";
        this.received.push({ recipients, mail, raw: raw.toString(), at, isAnswered, sender });
        this.#arrivals.dispatchEvent(new Event("mail"));
        if (isAnswered) answer();
        else this.cutConnections();
      },
    });
    // A client that gives up on a failing server is no error of the test.
    this.#server.on("error", () => undefined);
    this.#server.server.on("connection", (socket: Socket) => {
      const { remotePort } = socket;
      if (this.failure === "refuse" || remotePort === undefined) {
        socket.destroy();
        return;
      }
      this.#sockets.set(remotePort, socket);
      socket.once("close", () => this.#sockets.delete(remotePort));
    });
  }

  /** Listens on a free port of 127.0.0.1; accepts any login. */
  static async start(): Promise<MailSink> {
    const sink = new MailSink();
    await new Promise<void>((resolve) => sink.#server.listen(0, "127.0.0.1", resolve));
    return sink;
  }

  /** For SMTP_URL. */
  get url(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** The first mail that fits, received before or within `ms`. @throws when none came in time. */
  async waitForMail(fits: (received: ReceivedMail) => boolean, ms: number): Promise<ReceivedMail> {
    const deadline = AbortSignal.timeout(ms);
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      if (deadline.aborted)
        throw new Error(`no such mail within ${ms} ms; got ${this.#subjects()}`);
      await new Promise<void>((resolve) => {
        this.#arrivals.addEventListener("mail", () => resolve(), { once: true });
        deadline.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(resolve));
    this.cutConnections();
    await closed;
  }

  #subjects(): string {
    return JSON.stringify(this.received.map(({ mail }) => mail.subject));
  }

  /** Breaks every connection off. */
  cutConnections(): void {
    for (const [remotePort, socket] of this.#sockets) {
      socket.destroy();
      this.#sockets.delete(remotePort);
    }
  }
}
