/** What every story about the agent has: a portal, a stand-in for nvidia-smi, and the real script. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { type Behaviour, StandIn } from "../support/nvidia-smi";
import { Portal, samplesOf } from "./portal";

export const TOKEN = `gpusched_${"Ab3-_".repeat(9).slice(0, 43)}`;

const SHELLS = ["dash", "bash"];

type Options = { gpus?: number; behaviour?: Behaviour };
type Agent = { process: ChildProcess; said: () => string };

/** Tells a story once for each shell. */
export function story(name: string, play: (scene: Scene) => Promise<void>, options?: Options) {
  test.concurrent.for(SHELLS)(`${name} (%s)`, async (shell, { onTestFinished }) => {
    const scene = new Scene(shell, await new Portal().start(), new StandIn(options));
    onTestFinished(() => scene.end());
    await play(scene);
  });
}

/** Waits for what must come, however slow the machine is. */
export const eventually = (check: () => unknown) =>
  vi.waitFor(check, { timeout: 20_000, interval: 100 });

export class Scene {
  readonly folder = mkdtempSync(path.join(tmpdir(), "gpusched-agent-"));
  readonly stateDir = path.join(this.folder, "state");
  #started: ChildProcess[] = [];

  constructor(
    readonly shell: string,
    readonly portal: Portal,
    readonly nvidiaSmi: StandIn,
  ) {}

  /** Starts `agent.sh run`, with a second between samples and a minute of two seconds. */
  run(changes: Record<string, string> = {}, script = ["public/agent.sh"]): Agent {
    const options = ["--portal", this.portal.url, "--state-dir", this.stateDir];
    return this.start([...script, "run", ...options, "--interval", "1"], changes);
  }

  /** Starts the shell. In a process group of its own, so that all it started can be ended. */
  start(args: string[], changes: Record<string, string> = {}, input = ""): Agent {
    const process = spawn(`/bin/${this.shell}`, args, { env: this.#env(changes), detached: true });
    this.#started.push(process);
    let said = "";
    for (const output of [process.stdout, process.stderr])
      output.on("data", (chunk) => {
        said += chunk;
      });
    process.stdin.on("error", () => undefined).end(input);
    return { process, said: () => said };
  }

  /** Runs it to its end. @returns its exit code and what it said. */
  async finish(...started: Parameters<Scene["start"]>) {
    const { process, said } = this.start(...started);
    const [code] = await once(process, "close");
    return { code, said: said() };
  }

  /** Batches that wait for the portal. */
  get spool(): string[] {
    return readdirSync(path.join(this.stateDir, "spool")).toSorted();
  }

  /** Their lines. */
  get waiting(): string[] {
    const file = (name: string) => path.join(this.stateDir, "spool", name);
    return this.spool.flatMap((name) => readFileSync(file(name), "utf8").split("\n"));
  }

  /** Every sample that was printed has come or waits, but for so many; in order, and none twice. */
  expectAllSamples({ but = 0 } = {}): void {
    const samples = [...this.portal.samples, ...samplesOf(this.waiting)];
    const known = new Set(samples);
    expect(samples).toEqual([...known]);
    expect(this.nvidiaSmi.printed.filter((line) => !known.has(line))).toHaveLength(but);
    const rounds = samples.map((line) => Number(line.match(/(\d+) MiB$/)?.[1]));
    expect(rounds).toEqual(rounds.toSorted((a, b) => a - b));
  }

  async end(): Promise<void> {
    for (const { pid } of this.#started) killGroup(pid);
    await this.portal.stop();
    this.nvidiaSmi.delete();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #env(changes: Record<string, string>) {
    const PATH = `${this.nvidiaSmi.folder}:${process.env.PATH}`;
    const own = { PATH, TZ: "Asia/Taipei", AGENT_MINUTE: "2", GPUSCHED_TOKEN: TOKEN };
    return { ...process.env, ...own, ...changes };
  }
}

/** Ends all processes of a group at once. */
export function killGroup(pid: number | undefined): void {
  if (!pid) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // They have ended.
  }
}

/** Asks an agent to end, and waits for it. @returns its exit code. */
export async function terminate({ process }: Agent): Promise<number | null> {
  const ended = once(process, "exit");
  process.kill("SIGTERM");
  const [code] = await ended;
  return code;
}
