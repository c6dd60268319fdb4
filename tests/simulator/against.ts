/** Compares what becomes of a workload with what the reference says, and names the first difference. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Options, Outcome } from "./reference";

const COLUMNS = ["row", "status", "notified", "started", "ended"] as const;

export type Ran = {
  code: number | null;
  stdout: string;
  stderr: string;
  events: string | null;
  others: string[];
};

/** The options as the command takes them; those not given are left out. */
export function flagsOf(options: Partial<Options>): string[] {
  const flag = (name: string, value?: string) => (value === undefined ? [] : [name, value]);
  return [
    ...flag("--claim-window-minutes", options.claimWindowMinutes),
    ...flag("--quiet-hours", options.quietHours),
    ...flag("--time-zone", options.timeZone),
    ...flag("--max-live", options.maxLive),
  ];
}

/**
 * Runs the command on a file with this text; `events` is null when it left no output file.
 * `before` is what stands in the output file already; `others` are other files left beside it.
 */
export async function simulate(
  file: string,
  flags: readonly string[] = [],
  before?: string,
): Promise<Ran> {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-simulate-"));
  try {
    const [input, output] = [path.join(folder, "workload.csv"), path.join(folder, "events.csv")];
    writeFileSync(input, file);
    if (before !== undefined) writeFileSync(output, before);
    const own = ["--input", input, "--output", output];
    const child = spawn("npm", ["run", "--silent", "simulate", "--", ...own, ...flags]);
    const ended = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = await ended;
    const others = readdirSync(folder).filter(
      (name) => !["workload.csv", "events.csv"].includes(name),
    );
    const events = existsSync(output) ? readFileSync(output, "utf8") : null;
    return { code, stdout, stderr, events, others };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rows of an output file, none of whose values needs quotes. */
export function readEvents(file: string): Outcome[] {
  const [header, ...lines] = file.replace(/\r?\n$/, "").split(/\r?\n/);
  if (header !== COLUMNS.join(",")) throw new Error(`the header is ${header}`);
  return lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(COLUMNS.map((name, at) => [name, values[at] ?? ""])) as Outcome;
  });
}

/** The first field that differs, in words; null when all rows agree. */
export function firstDifference(
  expected: readonly Outcome[],
  actual: readonly Outcome[],
): string | null {
  for (const [place, row] of expected.entries()) {
    const other = actual[place];
    if (!other) return `row ${row.row} is missing`;
    const name = COLUMNS.find((name) => row[name] !== other[name]);
    if (name) return `row ${row.row}: ${name} is "${other[name]}" instead of "${row[name]}"`;
  }
  return actual.length === expected.length ? null : `${actual.length} rows for ${expected.length}`;
}
