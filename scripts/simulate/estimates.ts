/**
 * `npm run --silent simulate:estimates -- TRACE.csv`: replays a trace and reports how far the
 * estimates that people are shown when they reserve are from the turns that they get.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { readWorkload } from "../../lib/simulator/read";
import { command } from "../command";
import { say } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";
import { type Miss, missesOf } from "./replay";
import { workloadOf } from "./trace-workload";

const aheadOf = (least: number, most: number) => (miss: Miss) =>
  miss.ahead >= least && miss.ahead <= most;
const waitingWith = (priority: number) => (miss: Miss) =>
  miss.priority === priority && miss.ahead > 0;

const GROUPS: readonly (readonly [string, (miss: Miss) => boolean])[] = [
  ["ahead 0", aheadOf(0, 0)],
  ["1", aheadOf(1, 1)],
  ["2", aheadOf(2, 2)],
  ["3-4", aheadOf(3, 4)],
  ["5-8", aheadOf(5, 8)],
  ["9 and more", aheadOf(9, Number.POSITIVE_INFINITY)],
  ["any but 0", aheadOf(1, Number.POSITIVE_INFINITY)],
  ["  priority 0", waitingWith(0)],
  ["  priority 1", waitingWith(1)],
  ["  priority 2", waitingWith(2)],
];

const rank = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

function figures(misses: readonly number[]): string[] {
  const sorted = misses.toSorted((a, b) => a - b);
  const off = misses.map(Math.abs).toSorted((a, b) => a - b);
  return [rank(sorted, 0.5), rank(sorted, 0.9), rank(off, 0.5), rank(off, 0.9)].map((hours) =>
    hours.toFixed(2),
  );
}

function sayMisses(misses: readonly Miss[]): void {
  const cell = (text: string) => text.padStart(8);
  say("Hours from the estimate at the reservation to the turn; off: without regard to the sign");
  say(`${"".padEnd(22)}${"promised".padStart(32)}${"said on pages".padStart(32)}`);
  const heads = ["p50", "p90", "off p50", "off p90"].map(cell).join("");
  say(`${"".padEnd(14)}${cell("turns")}${heads}${heads}`);
  for (const [label, belongs] of GROUPS) {
    const some = misses.filter(belongs);
    if (some.length === 0) continue;
    const cells = [
      String(some.length),
      ...figures(some.map(({ promised }) => promised)),
      ...figures(some.map(({ said }) => said)),
    ];
    say(`${label.padEnd(14)}${cells.map(cell).join("")}`);
  }
}

command(async () => {
  const [file] = process.argv.slice(2);
  if (!file) throw new Failure("npm run --silent simulate:estimates -- TRACE.csv");
  const folder = mkdtempSync(path.join(tmpdir(), "estimates-"));
  try {
    const workload = path.join(folder, "workload.csv");
    writeFileSync(workload, workloadOf(readFileSync(file, "utf8")));
    sayMisses(missesOf((await readWorkload(workload)).rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
