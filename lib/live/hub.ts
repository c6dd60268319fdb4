/**
 * The open pages of this web process. However many there are, one connection listens for them, and
 * one statement a second at most reads for them and decides anew who may see what.
 */
import type { SessionClaims } from "@/lib/accounts/queries";
import type { Instant } from "@/lib/domain/words";
import { outageOf } from "@/lib/outage";
import { READINGS_CHANNEL } from "@/lib/stats/channel";
import type { Reading } from "@/lib/stats/views";
import { EventStream } from "./event-stream";
import { Listener } from "./listener";
import { Pace } from "./pace";
import { type WatchedReading, type Watcher, watchedReadings } from "./queries";

const TICKS_APART_MS = 1_000;
/** So often every page hears something: it takes a longer silence for a broken stream. */
const BEAT_MS = 15_000;
const MOST_STREAMS_OF_A_USER = 10;

type Page = {
  readonly session: SessionClaims;
  readonly stream: EventStream;
  /** When the readings were taken that it has, by GPU. */
  readonly has: Map<number, Instant>;
  isNew: boolean;
};

const outage = outageOf("reading for open pages");

export class Hub {
  readonly #pages = new Set<Page>();
  readonly #ticks = new Pace(() => this.#tick(), TICKS_APART_MS);
  #listener: Listener | undefined;
  #beats: ReturnType<typeof setInterval> | undefined;
  #isBeat = false;
  #isClosed = false;

  /** Begins to tell a page what its session may see; `left` says when the page is gone. */
  open(session: SessionClaims, left: AbortSignal): ReadableStream<Uint8Array> {
    const own = [...this.#pages].filter((page) => page.session.userId === session.userId);
    if (own.length >= MOST_STREAMS_OF_A_USER) own[0]?.stream.close();
    const stream = new EventStream(() => this.#remove(page));
    const page: Page = { session, stream, has: new Map(), isNew: true };
    this.#pages.add(page);
    left.addEventListener("abort", () => stream.close(), { once: true });
    if (this.#isClosed || left.aborted) stream.close();
    else this.#wake();
    return stream.body;
  }

  /** Ends every stream, and each that is opened from now on. */
  close(): void {
    this.#isClosed = true;
    for (const { stream } of this.#pages) stream.close();
  }

  #wake(): void {
    this.#listener ??= new Listener(READINGS_CHANNEL, () => this.#ticks.ask());
    this.#beats ??= setInterval(() => {
      this.#isBeat = true;
      this.#ticks.ask();
    }, BEAT_MS);
    this.#ticks.ask();
  }

  #remove(page: Page): void {
    this.#pages.delete(page);
    if (this.#pages.size > 0) return;
    void this.#listener?.stop();
    this.#listener = undefined;
    clearInterval(this.#beats);
    this.#beats = undefined;
    this.#ticks.stop();
  }

  async #tick(): Promise<void> {
    const pages = [...this.#pages];
    const isBeat = this.#isBeat;
    this.#isBeat = false;
    try {
      const { watchers, readings } = await watchedReadings([
        ...new Set(pages.map(({ session }) => session.userId)),
      ]);
      const byId = new Map(watchers.map((watcher) => [watcher.id, watcher]));
      for (const page of pages) tell(page, byId.get(page.session.userId), readings, isBeat);
      outage.ended();
    } catch (error) {
      outage.began(error);
      if (isBeat) for (const { stream } of pages) stream.keepOpen();
    }
  }
}

/** Sends a page what it sees and does not have yet; ends its stream when its session has ended. */
function tell(
  page: Page,
  watcher: Watcher | undefined,
  readings: readonly WatchedReading[],
  isBeat: boolean,
): void {
  const { session, stream, has } = page;
  if (watcher?.sessionVersion !== session.sessionVersion) {
    stream.close();
    return;
  }
  const news: Reading[] = [];
  for (const { seers, ...reading } of readings) {
    if (!watcher.isAdmin && !seers.includes(watcher.id)) continue;
    if (has.get(reading.gpuId) === reading.at) continue;
    has.set(reading.gpuId, reading.at);
    news.push(reading);
  }
  if (news.length > 0 || isBeat || page.isNew) stream.send("readings", news);
  page.isNew = false;
}

// Kept on globalThis: the routes of Next and the server that stops them are built apart.
const shared = globalThis as typeof globalThis & { gpuschedHub?: Hub };

/** The hub of this process. */
export function hub(): Hub {
  shared.gpuschedHub ??= new Hub();
  return shared.gpuschedHub;
}
