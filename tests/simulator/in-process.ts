/** The simulator without its files: what its command would write, from what would stand in a workload. */
import { rowOf } from "@/lib/simulator/columns";
import { play } from "@/lib/simulator/play";
import { csvOf } from "@/lib/simulator/write";
import { optionsOf } from "@/scripts/simulate/options";
import { flagsOf, readEvents } from "./against";
import type { Options, Outcome, Row } from "./reference";

export function playSimulator(rows: readonly Row[], options: Options): Outcome[] {
  const asked = optionsOf(["--input", "workload.csv", ...flagsOf(options)]);
  if (!asked) throw new Error("nothing was asked for");
  const read = rows.map((row) => rowOf((column) => row[column]));
  const outcomes = play(
    read.map(({ row }) => row),
    asked.rules,
  );
  return readEvents(
    [
      ...csvOf(
        outcomes,
        read.map(({ form }) => form),
      ),
    ].join(""),
  );
}
