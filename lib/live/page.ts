import type { SessionClaims } from "@/lib/accounts/queries";
import type { Instant } from "@/lib/domain/words";
import type { Reading } from "@/lib/stats/views";
import { EventStream } from "./event-stream";
import type { WatchedReading, Watcher } from "./queries";

/** One open page, and what it was told already. */
export class Page {
  readonly session: SessionClaims;
  readonly stream: EventStream;
  /** When the readings were taken that it has, by GPU. */
  readonly #readings = new Map<number, Instant>();
  /** How things looked when it was last told, or opened; undefined until that is known. */
  #looks: { readonly sees: string | null; readonly has: string | null } | undefined;
  #isNew = true;

  constructor(session: SessionClaims, onEnd: () => void) {
    this.session = session;
    this.stream = new EventStream(onEnd);
  }

  /** Nobody has looked yet at what it shows. */
  get wantsLooks(): boolean {
    return this.#looks === undefined;
  }

  /** Sends the readings that it may see and does not have yet; an empty list as a sign of life. */
  tellReadings(watcher: Watcher, readings: readonly WatchedReading[], isBeat: boolean): void {
    const news: Reading[] = [];
    for (const { seers, ...reading } of readings) {
      if (!watcher.isAdmin && !seers.includes(watcher.id)) continue;
      if (this.#readings.get(reading.gpuId) === reading.at) continue;
      this.#readings.set(reading.gpuId, reading.at);
      news.push(reading);
    }
    if (news.length > 0 || isBeat || this.#isNew) this.stream.send("readings", news);
    this.#isNew = false;
  }

  /**
   * Takes note of how things look. Says whether something changed that its user sees: in their
   * "own" reservations, or "elsewhere".
   */
  notice({ sees, has }: Watcher): "own" | "elsewhere" | undefined {
    const before = this.#looks;
    this.#looks = { sees, has };
    if (!before || (before.sees === sees && before.has === has)) return undefined;
    return before.has === has ? "elsewhere" : "own";
  }
}
