/** A stand-in for nvidia-smi in a folder of its own, to be put on the PATH. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** What each does: see nvidia-smi.sh. */
export type Behaviour = "well" | "broken" | "hang" | "stubborn" | "die" | "mismatch" | "garbage";

export class StandIn {
  /** For the PATH. */
  readonly folder = mkdtempSync(path.join(tmpdir(), "gpusched-smi-"));

  constructor({ gpus = 2, behaviour = "well" as Behaviour } = {}) {
    this.#write("gpus", String(gpus));
    this.#write("count", "0");
    this.#write("printed", "");
    this.runProcesses([]);
    this.behave(behaviour);
    this.install("595.71.05");
  }

  /** Puts a driver there, as an update does: the program becomes another file. */
  install(driver: string): void {
    const program = path.join(this.folder, "nvidia-smi");
    this.#write("driver", driver);
    copyFileSync(path.join(import.meta.dirname, "nvidia-smi.sh"), `${program}.new`);
    renameSync(`${program}.new`, program);
  }

  remove(): void {
    rmSync(path.join(this.folder, "nvidia-smi"));
  }

  behave(behaviour: Behaviour): void {
    this.#write("behaviour", behaviour);
  }

  /** Compute processes on the first GPU, with 500 MiB each. */
  runProcesses(pids: readonly number[]): void {
    const lines = pids.map((pid) => `GPU-8f6c1d3e-0000-4000-8000-000000000000, ${pid}, 500 MiB\n`);
    this.#write("processes", lines.join(""));
  }

  /** Every sample so far. */
  get printed(): string[] {
    return readFileSync(path.join(this.folder, "printed"), "utf8").split("\n").filter(Boolean);
  }

  delete(): void {
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }

  // By a rename: the script reads at any moment.
  #write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  }
}
