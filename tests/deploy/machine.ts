/** A machine on which the install script can run: machine.sh says what it has of its own. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { text } from "node:stream/consumers";

/** As sudo would have it. */
const ENVIRONMENT = {
  NODE_ENV: "production",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
} as const;

export type Said = { code: number | null; said: string };

export class Machine {
  readonly #keeper: ChildProcess;
  readonly #enter: string[];

  private constructor(keeper: ChildProcess, inside: number) {
    this.#keeper = keeper;
    this.#enter = ["--target", String(inside), "--mount", "--net", "--pid"];
  }

  /** @throws when this user may not make namespaces */
  static async start(): Promise<Machine> {
    const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"];
    const script = [path.resolve("tests/deploy/machine.sh"), process.cwd()];
    const keeper = spawn("unshare", [...namespaces, ...script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: ENVIRONMENT,
    });
    const [line] = await Promise.race([once(keeper.stdout, "data"), once(keeper, "exit")]);
    if (String(line) !== "ready\n") throw new Error("the machine did not start");
    // The first process inside is the only child of `unshare`.
    const inside = execFileSync("ps", ["--ppid", String(keeper.pid), "-o", "pid="]);
    return new Machine(keeper, Number(inside));
  }

  /** Begins a shell command as root. */
  begin(command: string): { process: ChildProcess; ended: Promise<Said> } {
    const process = spawn("nsenter", [...this.#enter, "bash", "-c", `cd / && ${command}`], {
      stdio: ["ignore", "pipe", "pipe"],
      env: ENVIRONMENT,
    });
    const output = [process.stdout, process.stderr].map((stream) => text(stream));
    const ended = once(process, "close").then(async ([code]) => {
      return { code, said: (await Promise.all(output)).join("") };
    });
    return { process, ended };
  }

  /** Runs a shell command as root to its end. */
  run = (command: string): Promise<Said> => this.begin(command).ended;

  /** What a command that must succeed says. */
  async tell(command: string): Promise<string> {
    const { code, said } = await this.run(command);
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${said}`);
    return said.trim();
  }

  /** Ends everything in it. */
  async stop(): Promise<void> {
    const gone = once(this.#keeper, "exit");
    this.#keeper.kill("SIGKILL");
    await gone;
  }
}
