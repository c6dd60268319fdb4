/**
 * Does `work` when it is asked for, but never twice at a time and never sooner than `apartMs` after
 * it last began: what is asked meanwhile is done once, afterwards. `work` must not throw.
 */
export class Pace {
  readonly #work: () => Promise<void>;
  readonly #apartMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsked = false;
  #isAtWork = false;
  #beganAt = Number.NEGATIVE_INFINITY;

  constructor(work: () => Promise<void>, apartMs: number) {
    this.#work = work;
    this.#apartMs = apartMs;
  }

  ask(): void {
    this.#isAsked = true;
    if (this.#isAtWork || this.#timer) return;
    const wait = Math.max(0, this.#beganAt + this.#apartMs - performance.now());
    this.#timer = setTimeout(() => void this.#begin(), wait);
  }

  /** Forgets what was asked and not begun. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isAsked = false;
  }

  async #begin(): Promise<void> {
    this.#timer = undefined;
    this.#isAsked = false;
    this.#isAtWork = true;
    this.#beganAt = performance.now();
    try {
      await this.#work();
    } finally {
      this.#isAtWork = false;
      if (this.#isAsked) this.ask();
    }
  }
}
