/** Every process that sent mails in a run, and why what it sent may have come once more. */
import type { ReceivedMail } from "@/tests/support/smtp";
import type { Word } from "./program";

/** One run of a worker. The mail server knows it by the name that it says hello with. */
export type Sender = {
  /** When it was killed or frozen. */
  readonly harmedAt: number[];
  /** When it was known that it had marked a mail as sent, by the mail's id. */
  readonly marked: Map<number, number>;
  /** The mails of which it lost its hold while it sent them. */
  readonly lost: Set<number>;
};

/** Why a copy could not be known to have come, so that another was sent. */
export type Excuse =
  | "cut off before the answer"
  | "sender killed or frozen"
  | "sender cut off from PostgreSQL";

// A copy may reach the mail server a moment after the process that sent it was harmed; and from its
// answer to the mark it is one short statement, also on a busy machine.
const BEFORE_MS = 1_000;
const AFTER_MS = 5_000;

export class Senders {
  /** When all connections to PostgreSQL were cut, or many of them. */
  readonly databaseCutAt: number[] = [];
  #senders = new Map<string, Sender>();

  /** Makes the name of a process that may send from now on. */
  next(): string {
    const name = `worker-${this.#senders.size + 1}`;
    this.#senders.set(name, { harmedAt: [], marked: new Map(), lost: new Set() });
    return name;
  }

  harmed(name: string, at = Date.now()): void {
    this.#senders.get(name)?.harmedAt.push(at);
  }

  hear(name: string, word: Word, at = Date.now()): void {
    const sender = this.#senders.get(name);
    if ("marked" in word) sender?.marked.set(word.marked, at);
    else if ("lost" in word) sender?.lost.add(word.lost);
  }

  /**
   * Why the sender of a copy could not mark its mail before the next copy came: SMTP's own window
   * between DATA and its answer, and the moment from there to the mark. Undefined where it could.
   */
  excuseOf(mailId: number, copy: ReceivedMail, next: ReceivedMail): Excuse | undefined {
    const sender = this.#senders.get(copy.sender);
    const markedAt = sender?.marked.get(mailId) ?? Number.POSITIVE_INFINITY;
    if (!sender || markedAt < next.at) return undefined;
    if (!copy.isAnswered) return "cut off before the answer";
    const until = Math.min(next.at, copy.at + AFTER_MS);
    const isMeanwhile = (at: number) => at > copy.at - BEFORE_MS && at < until;
    if (sender.harmedAt.some(isMeanwhile)) return "sender killed or frozen";
    if (sender.lost.has(mailId) && this.databaseCutAt.some(isMeanwhile))
      return "sender cut off from PostgreSQL";
    return undefined;
  }
}
