/** A process of the system that may be killed, frozen, and armed to be so at a named point. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export type Harm = "SIGKILL" | "SIGSTOP";

export type Launch = {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Told what it writes to its log. */
  readonly hear: (text: string) => void;
};

export class Program {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  log = "";
  /** The point that it was armed for and has come to. */
  reached: string | undefined;

  constructor({ name, args, env, hear }: Launch) {
    this.name = name;
    this.child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe", "ipc"] });
    this.ended = once(this.child, "exit").then(() => undefined);
    this.child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.log += chunk;
      hear(`${name}: ${chunk}`);
      this.reached ??= /^\{"point":"([^"]+)"/m.exec(chunk)?.[1];
    });
    // A message may not reach a process that has just been killed.
    this.child.on("error", () => undefined);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
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
