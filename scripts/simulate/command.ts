/**
 * `npm run --silent simulate -- --input workload.csv`: plays a workload through the rules of the
 * portal, without one. docs/simulator.md says what a workload looks like.
 */
import { statSync } from "node:fs";
import { play } from "../../lib/simulator/play";
import { readWorkload, Unreadable } from "../../lib/simulator/read";
import { summaryOf } from "../../lib/simulator/summary";
import { checkPlace, csvOf, writeWhole } from "../../lib/simulator/write";
import { say } from "../start/console.mjs";
import { optionsOf, USAGE, WrongOption } from "./options";
import { progressBar } from "./progress";
import { reportOf } from "./report";

/** Exit codes: what was asked for cannot be read, or something else went wrong. */
const UNREADABLE = 2;
const FAILED = 1;

const isOfFiles = (error: unknown): error is Error => error instanceof Error && "syscall" in error;

function stop(code: number, why: string): never {
  console.error(why);
  process.exit(code);
}

async function read(file: string) {
  try {
    const bar = progressBar("Reading", statSync(file).size);
    const workload = await readWorkload(file, bar.at);
    bar.end();
    const { ignored } = workload;
    if (ignored.length > 0) console.error(`${file}: ignored columns: ${ignored.join(", ")}`);
    return workload;
  } catch (error) {
    if (error instanceof Unreadable) stop(UNREADABLE, `${file}: ${error.message}`);
    if (isOfFiles(error)) stop(UNREADABLE, error.message);
    throw error;
  }
}

async function simulate(args: string[]): Promise<void> {
  const options = optionsOf(args);
  if (!options) {
    say(USAGE);
    return;
  }
  const { input, output, rules } = options;
  if (output) checkPlace(output);
  const { rows, forms } = await read(input);
  const bar = progressBar("Playing", rows.length);
  const outcomes = play(rows, rules, bar.at);
  bar.end();
  if (output) writeWhole(output, csvOf(outcomes, forms));
  say(reportOf(summaryOf(rows, outcomes)));
}

simulate(process.argv.slice(2)).catch((error: unknown) => {
  // A RangeError: the workload goes on for longer than time can be counted.
  const isUnreadable = error instanceof WrongOption || error instanceof RangeError;
  if (isUnreadable) stop(UNREADABLE, error.message);
  if (isOfFiles(error)) stop(FAILED, error.message);
  throw error;
});
