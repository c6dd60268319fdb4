/** Runs one of our TypeScript scripts as a process of its own, so that this one stays small. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "./failure.mjs";

/** Returns what it printed. @throws Failure with what it said on stderr. */
export async function runScript(name: string, signal: AbortSignal): Promise<string> {
  const args = ["--import", "tsx", `scripts/${name}.ts`];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { signal });
    return stdout.trimEnd();
  } catch (error) {
    signal.throwIfAborted();
    const { stderr } = error as { stderr?: string };
    throw new Failure(stderr?.trim() || String(error));
  }
}
