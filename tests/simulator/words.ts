/** Words for examples of workloads: a table as it would stand in a file, and what comes of it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import { play } from "@/lib/simulator/play";
import { readWorkload } from "@/lib/simulator/read";
import type { Rules } from "@/lib/simulator/workload";
import { csvOf } from "@/lib/simulator/write";

export const RULES: Rules = {
  claimWindowMinutes: 60,
  quietHours: null,
  timeZone: "Asia/Taipei",
  maxLive: null,
};

/** A file with such a content, which is gone after the test. */
export function fileWith(content: string | Uint8Array): string {
  const folder = mkdtempSync(path.join(tmpdir(), "workload-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "workload.csv");
  writeFileSync(file, content);
  return file;
}

/** What becomes of each row, as the lines of the output without its header and numbers. */
export async function played(content: string, rules: Partial<Rules> = {}): Promise<string[]> {
  const { rows, forms } = await readWorkload(fileWith(content));
  const text = [...csvOf(play(rows, { ...RULES, ...rules }), forms)].join("");
  return text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.slice(line.indexOf(",") + 1));
}

/** "user gpu priority hours", submitted in order at so many minutes after the epoch. */
export const table = (header: string, ...lines: string[]): string => [header, ...lines].join("\n");
