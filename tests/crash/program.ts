/** A process of the system that may be killed, frozen, and armed to be so at a named point. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export type Harm = "SIGKILL" | "SIGSTOP";

/** What a worker says of itself beside its log (tests/crash/points.mjs), one line each. */
export type Word =
  /** It has come to the point that it was armed for, and is harmed. */
  | { readonly point: string; readonly signal: Harm }
  /** A mail was marked as sent, and that was committed. */
  | { readonly marked: number }
  /** The connection was lost that held a mail for it while it was sent. */
  | { readonly lost: number };

const WORD = /^\{"(point|marked|lost)":/;

export type Launch = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The line of its log that says that it works from now on. */
  readonly readyLine?: string;
  /** Told what it writes to its log. */
  readonly hear: (text: string) => void;
  readonly hearWord?: (word: Word) => void;
  /** Told when it begins to work, is frozen, goes on, or has ended. */
  readonly changed?: () => void;
};

export class Program {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  log = "";
  /** The point that it was armed for and has come to. */
  reached: string | undefined;
  /** How long it took until it worked, in ms; undefined before. */
  readyAfterMs: number | undefined;
  readonly #begunAt = Date.now();
  #isFrozen = false;
  #changed: () => void;

  constructor({ name, args, env, readyLine, hear, hearWord, changed }: Launch) {
    this.#changed = changed ?? (() => undefined);
    this.child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.ended = once(this.child, "exit").then(() => this.#changed());
    const { stderr } = this.child;
    if (!stderr) throw new Error("a program has no log");
    createInterface({ input: stderr }).on("line", (line) => {
      this.log += `${line}\n`;
      hear(`${name}: ${line}`);
      if (WORD.test(line)) this.#heed(JSON.parse(line), hearWord);
      else if (readyLine && line.includes(readyLine)) {
        this.readyAfterMs = Date.now() - this.#begunAt;
        this.#changed();
      }
    });
    // A message may not reach a process that has just been killed.
    this.child.on("error", () => undefined);
  }

  #heed(word: Word, hearWord: ((word: Word) => void) | undefined): void {
    if ("point" in word) {
      this.reached ??= word.point;
      if (word.signal === "SIGSTOP") this.#isFrozen = true;
      this.#changed();
    } else hearWord?.(word);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** It has begun to work, and nothing keeps it from working. */
  get isWorking(): boolean {
    return this.isRunning && this.readyAfterMs !== undefined && !this.#isFrozen;
  }

  get isFrozen(): boolean {
    return this.isRunning && this.#isFrozen;
  }

  /** Stops it where it is; `thaw` lets it go on. */
  freeze(): void {
    this.child.kill("SIGSTOP");
    this.#isFrozen = true;
    this.#changed();
  }

  thaw(): void {
    this.reached = undefined;
    this.#isFrozen = false;
    this.child.kill("SIGCONT");
    this.#changed();
  }

  /** Sends a message; nobody minds if it is dead already. */
  tell(message: object): void {
    if (this.child.connected) this.child.send(message);
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    this.child.kill(signal);
    await this.ended;
  }
}
