/** Runs our programs as people do. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

type Output = { code: number | null; stdout: string; stderr: string };

/** Runs `node …args` to its end, with this process's settings and `changes` to them. */
export async function runNode(
  args: string[],
  { changes = {}, input = "" }: { changes?: Record<string, string>; input?: string } = {},
): Promise<Output> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...changes } });
  child.stdin.end(input);
  const ended = once(child, "close");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, stdout, stderr };
}

/** Runs one of scripts/*.ts to its end. */
export const runScript = (
  name: string,
  args: string[] = [],
  options?: Parameters<typeof runNode>[1],
) => runNode(["--import", "tsx", `scripts/${name}.ts`, ...args], options);
