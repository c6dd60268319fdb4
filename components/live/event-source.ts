"use client";

/**
 * The page's one event stream, shared by all that shows something live. It is open while somebody
 * listens and the page can be seen. Where it does not open or falls silent, whatever listens asks
 * by itself every 15 s, until the stream works again.
 */

/** What listens to one kind of events. */
type Feed = {
  /** What an event of this kind says. */
  readonly receive: (data: unknown) => void;
  /** Asks the portal for the same. */
  readonly poll: () => void;
};

const POLL_MS = 15_000;
/** The server lets every page hear something every 15 s. */
const SILENCE_MS = 45_000;
const REOPEN_MS = 30_000;
const LOOK_MS = 3_000;

const feeds = new Map<string, Feed>();
let source: EventSource | undefined;
let timer: ReturnType<typeof setInterval> | undefined;
// By a clock that only ever goes on: one that is set back would hold up everything until it has
// caught up.
let openedAt = 0;
let heardAt = 0;
let polledAt = Number.NEGATIVE_INFINITY;

function listenTo(kind: string): void {
  source?.addEventListener(kind, ({ data }) => {
    heardAt = performance.now();
    feeds.get(kind)?.receive(JSON.parse(data));
  });
}

function open(): void {
  source?.close();
  openedAt = performance.now();
  source = new EventSource("/api/live");
  source.addEventListener("error", look);
  for (const kind of feeds.keys()) listenTo(kind);
}

function close(): void {
  source?.close();
  source = undefined;
}

/** Polls where the stream is broken, and now and then tries to open it anew. */
function look(): void {
  if (!source) return;
  const now = performance.now();
  const isSilent = now - heardAt > SILENCE_MS;
  if (source.readyState === EventSource.OPEN && !isSilent) return;
  if (now - polledAt >= POLL_MS) {
    polledAt = now;
    for (const { poll } of feeds.values()) poll();
  }
  const isGivenUp = source.readyState === EventSource.CLOSED;
  if ((isSilent || isGivenUp) && now - openedAt >= REOPEN_MS) open();
}

function settle(): void {
  const isWanted = feeds.size > 0 && document.visibilityState === "visible";
  if (isWanted && !source) {
    heardAt = performance.now();
    open();
  }
  if (!isWanted) close();
}

/** Begins to listen to one kind of events; returns what ends it. */
export function listen(kind: string, feed: Feed): () => void {
  if (feeds.size === 0) {
    document.addEventListener("visibilitychange", settle);
    timer = setInterval(look, LOOK_MS);
  }
  feeds.set(kind, feed);
  if (source) listenTo(kind);
  settle();
  return () => {
    feeds.delete(kind);
    if (feeds.size > 0) return;
    document.removeEventListener("visibilitychange", settle);
    clearInterval(timer);
    close();
  };
}
