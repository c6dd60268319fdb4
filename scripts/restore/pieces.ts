/** Cuts a stream of bytes at texts that stand in it, without holding more than a piece of it. */
export class Pieces {
  readonly #chunks: AsyncIterator<Buffer>;
  #held = Buffer.alloc(0);
  #isAtEnd = false;

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** What comes before `text`, or before the end of the stream; `text` itself is skipped. */
  async *before(text: string): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(text);
      if (at >= 0) {
        yield this.#take(at);
        this.#take(text.length);
        return;
      }
      // The end of what is held may be the beginning of the text.
      const sure = this.#isAtEnd ? this.#held.length : this.#held.length - text.length + 1;
      if (sure > 0) yield this.#take(sure);
      if (this.#isAtEnd) return;
      await this.#read();
    }
  }

  /** The same as one text. */
  async textBefore(text: string): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of this.before(text)) parts.push(part);
    return Buffer.concat(parts).toString();
  }

  /** Whether nothing is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#held.length === 0 && !this.#isAtEnd) await this.#read();
    return this.#held.length === 0;
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  async #read(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    if (done) this.#isAtEnd = true;
    else this.#held = Buffer.concat([this.#held, value]);
  }
}
