/**
 * The open pages of this web process. However many there are, one connection listens for them, and
 * one statement a second at most reads for them and decides anew who may see what.
 */
import type { SessionClaims } from "@/lib/accounts/queries";
import { outageOf } from "@/lib/outage";
import { onBehalfOf } from "@/lib/request-id";
import { READINGS_CHANNEL } from "@/lib/stats/channel";
import { Listener } from "./listener";
import { Pace } from "./pace";
import { Page } from "./page";
import { CHANGES_CHANNEL, type Watched, watched } from "./queries";

const TICKS_APART_MS = 1_000;
/** So often every page hears something: it takes a longer silence for a broken stream. */
const BEAT_MS = 15_000;
const MOST_STREAMS_OF_A_USER = 10;
/**
 * Pages that hear of the same change ask anew spread over so long for each of them: about what one
 * answer costs. Never longer than until they would ask in any case. Whose own reservation changed
 * does not wait.
 */
const SPREAD_MS_PER_PAGE = 100;
const MOST_SPREAD_MS = 15_000;

const outage = outageOf("reading for open pages");

export class Hub {
  readonly #pages = new Set<Page>();
  readonly #ticks = new Pace(() => this.#tick(), TICKS_APART_MS);
  #listener: Listener | undefined;
  #beats: ReturnType<typeof setInterval> | undefined;
  #isBeat = false;
  /** Something changed since the pages were last told, somewhere. */
  #isChanged = false;
  #isClosed = false;

  /** Begins to tell a page what its session may see; `left` says when the page is gone. */
  open(session: SessionClaims, left: AbortSignal): ReadableStream<Uint8Array> {
    const own = [...this.#pages].filter((page) => page.session.userId === session.userId);
    if (own.length >= MOST_STREAMS_OF_A_USER) own[0]?.stream.close();
    const page: Page = new Page(session, () => this.#remove(page));
    this.#pages.add(page);
    left.addEventListener("abort", () => page.stream.close(), { once: true });
    if (this.#isClosed || left.aborted) page.stream.close();
    else this.#wake();
    return page.stream.body;
  }

  /** Ends every stream, and each that is opened from now on. */
  close(): void {
    this.#isClosed = true;
    for (const { stream } of this.#pages) stream.close();
  }

  #wake(): void {
    // What all pages share is done for none of their requests.
    onBehalfOf(undefined, () => this.#begin());
  }

  #begin(): void {
    this.#listener ??= new Listener([READINGS_CHANNEL, CHANGES_CHANNEL], {
      notice: (channel) => this.#ask(channel === CHANGES_CHANNEL),
      listening: () => this.#ask(true),
    });
    this.#beats ??= setInterval(() => {
      this.#isBeat = true;
      this.#ticks.ask();
    }, BEAT_MS);
    this.#ticks.ask();
  }

  #ask(isChange: boolean): void {
    this.#isChanged ||= isChange;
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
    const [isBeat, isChanged] = [this.#isBeat, this.#isChanged];
    this.#isBeat = false;
    this.#isChanged = false;
    try {
      const userIds = new Set(pages.map(({ session }) => session.userId));
      const withLooks = isChanged || pages.some(({ wantsLooks }) => wantsLooks);
      tell(pages, await watched([...userIds], withLooks), isBeat, withLooks);
      outage.ended();
    } catch (error) {
      outage.began(error);
      this.#isChanged ||= isChanged;
      if (isBeat) for (const { stream } of pages) stream.keepOpen();
    }
  }
}

/** Tells each page what is new of what its user sees; ends it when its session has ended. */
function tell(pages: readonly Page[], news: Watched, isBeat: boolean, withLooks: boolean): void {
  const byId = new Map(news.watchers.map((watcher) => [watcher.id, watcher]));
  const waiting: Page[] = [];
  for (const page of pages) {
    const watcher = byId.get(page.session.userId);
    if (watcher?.sessionVersion !== page.session.sessionVersion) {
      page.stream.close();
      continue;
    }
    page.tellReadings(watcher, news.readings, isBeat);
    const change = withLooks ? page.notice(watcher) : undefined;
    if (change === "own") page.stream.send("changes", { withinMs: 0 });
    if (change === "elsewhere") waiting.push(page);
  }
  const withinMs = Math.min(MOST_SPREAD_MS, waiting.length * SPREAD_MS_PER_PAGE);
  for (const { stream } of waiting) stream.send("changes", { withinMs });
}

// Kept on globalThis: the routes of Next and the server that stops them are built apart.
const shared = globalThis as typeof globalThis & { gpuschedHub?: Hub };

/** The hub of this process. */
export function hub(): Hub {
  shared.gpuschedHub ??= new Hub();
  return shared.gpuschedHub;
}
