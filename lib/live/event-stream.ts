/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */

/** After so long a browser comes back when its stream broke off. */
const RETRY_MS = 3_000;
/** A reader with so many events unread is not reading. */
const MOST_UNREAD = 100;

/** One page's stream. Whatever is sent after its end is dropped. */
export class EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #onEnd: () => void;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
    this.body = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#end(),
    });
    this.#write(`retry: ${RETRY_MS}\n\n`);
  }

  send(kind: string, data: unknown): void {
    this.#write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Something that no page sees, so that no proxy takes the connection for dead. */
  keepOpen(): void {
    this.#write(":\n\n");
  }

  close(): void {
    const controller = this.#controller;
    this.#end();
    controller?.close();
  }

  #write(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
    if ((this.#controller?.desiredSize ?? 0) < -MOST_UNREAD) this.close();
  }

  #end(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#onEnd();
  }
}
