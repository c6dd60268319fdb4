/** The simulator without a process: what its command would write, and where it would give up. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { play } from "@/lib/simulator/play";
import { readWorkload } from "@/lib/simulator/read";
import { csvOf } from "@/lib/simulator/write";
import { optionsOf } from "@/scripts/simulate/options";
import { flagsOf, readEvents } from "./against";
import type { Options, Outcome, Row } from "./reference";
import { type FileForm, fileOf, PLAIN } from "./workload-file";

/** What the simulator makes of the text of a file. @throws Unreadable */
export async function readText(text: string | Buffer) {
  const folder = mkdtempSync(path.join(tmpdir(), "gpusched-workload-"));
  try {
    const file = path.join(folder, "workload.csv");
    writeFileSync(file, text);
    return await readWorkload(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function playSimulator(
  rows: readonly Row[],
  options: Options,
  form: FileForm = PLAIN,
): Promise<Outcome[]> {
  const asked = optionsOf(["--input", "workload.csv", ...flagsOf(options)]);
  if (!asked) throw new Error("nothing was asked for");
  const workload = await readText(fileOf(rows, form));
  return readEvents([...csvOf(play(workload.rows, asked.rules), workload.forms)].join(""));
}
