/**
 * `npm run --silent simulate -- --input workload.csv`: plays a workload through the rules of the
 * portal, without one. docs/simulator.md says what a workload looks like.
 */
import { statSync } from "node:fs";
import { play } from "../../lib/simulator/play";
import { readWorkload, Unreadable } from "../../lib/simulator/read";
import { summaryOf } from "../../lib/simulator/summary";
import { csvOf, writeWhole } from "../../lib/simulator/write";
import { say } from "../start/console.mjs";
import { optionsOf, USAGE, WrongOption } from "./options";
import { progressBar } from "./progress";
import { reportOf } from "./report";

/** What was asked for cannot be read: an option, or the workload. */
const UNREADABLE = 2;

async function simulate(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (!options) {
    say(USAGE);
    return;
  }
  const { input, output, rules } = options;
  const reading = progressBar("Reading", statSync(input).size);
  const { rows, forms, ignored } = await readWorkload(input, reading.at);
  reading.end();
  if (ignored.length > 0) console.error(`Ignored columns: ${ignored.join(", ")}`);
  const playing = progressBar("Playing", rows.length);
  const outcomes = play(rows, rules, playing.at);
  playing.end();
  if (output) writeWhole(output, csvOf(outcomes, forms));
  say(reportOf(summaryOf(rows, outcomes)));
}

simulate().catch((error: unknown) => {
  const isFile = error instanceof Error && "syscall" in error;
  const isExpected =
    error instanceof Unreadable ||
    error instanceof WrongOption ||
    error instanceof RangeError ||
    isFile;
  console.error(isExpected ? error.message : error);
  process.exitCode = isExpected ? UNREADABLE : 1;
});
