/** Takes and prints figures. */
import { cpus, loadavg } from "node:os";
import { say } from "../start/console.mjs";

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** How many ms it takes. */
export async function once(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The median of so many rounds in ms, after a few that do not count. */
export async function timed(rounds: number, work: () => Promise<unknown>): Promise<number> {
  for (let round = 0; round < Math.floor(rounds / 4); round++) await work();
  const figures: number[] = [];
  for (let round = 0; round < rounds; round++) figures.push(await once(work));
  return median(figures);
}

/** The fastest round: whatever else a machine does can only make one slower. */
export const fastest = (figures: readonly number[]) => Math.min(...figures);

/**
 * The medians of several works that take turns, so that what else the machine does meets all
 * alike; or another figure of all rounds.
 */
export async function compared<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, (round: number) => Promise<unknown>>>,
  figureOf = median,
): Promise<Record<Name, number>> {
  const names = Object.keys(works) as Name[];
  const figures = new Map(names.map((name) => [name, [] as number[]]));
  const unmeasured = Math.ceil(rounds / 4);
  for (let round = 0; round < rounds + unmeasured; round++) {
    for (const name of names) {
      const figure = await once(() => works[name](round));
      if (round >= unmeasured) figures.get(name)?.push(figure);
    }
  }
  const medians = names.map((name) => [name, figureOf(figures.get(name) ?? [])]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

export const ms = (figure: number) => `${figure.toFixed(figure < 100 ? 1 : 0)} ms`;

/** `part` as a part of `whole`: "1/92". */
export const fraction = (part: number, whole: number) => `1/${Math.round(whole / part)}`;

/** Prints rows in columns: what, figure, floor, ratio. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  for (const row of rows) {
    say(
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  }
}

/** What the figures were taken on: they mean little where much else goes on. */
export function sayMachine(): void {
  const load = loadavg()[0]?.toFixed(1);
  say(`${cpus().length} cores (${cpus()[0]?.model.trim()}), load ${load}, Node ${process.version}`);
}
