import fc from "fast-check";
import { expect, it } from "vitest";
import { firstDifference, flagsOf, readEvents, simulate } from "./against";
import { playSimulator } from "./in-process";
import { playReference } from "./reference";
import { fileForms, fileOf } from "./workload-file";
import { workloads } from "./workloads";

/** `SIMULATOR_RUNS=5000 npx vitest run tests/simulator/random.test.ts` looks for longer. */
const RUNS = Number(process.env.SIMULATOR_RUNS ?? 300);
/** As many as can be expected of a process each. */
const FILES = 12;

it.each([
  ["small", 16, RUNS],
  ["crowded", 120, Math.ceil(RUNS / 20)],
])(
  "plays %s workloads as the reference does, row for row",
  async (_, most, numRuns) => {
    await fc.assert(
      fc.asyncProperty(workloads(most), fileForms, async ({ rows, options }, form) => {
        const played = await playSimulator(rows, options, form);
        expect(firstDifference(playReference(rows, options), played)).toBeNull();
      }),
      { numRuns, seed: Number(process.env.SIMULATOR_SEED ?? Date.now()) },
    );
  },
  60_000 + RUNS * 1_000,
);

it("and so does its command, whatever the form of the file", async () => {
  const seed = Date.now();
  const drawn = fc.sample(fc.tuple(workloads(80), fileForms), { numRuns: FILES, seed });
  const differences: (string | null)[] = [];
  const next = async (): Promise<void> => {
    const one = drawn.pop();
    if (!one) return;
    const [{ rows, options }, form] = one;
    const { events, stderr } = await simulate(fileOf(rows, form), flagsOf(options));
    const outcomes = events === null ? [] : readEvents(events);
    const difference = firstDifference(playReference(rows, options), outcomes);
    differences.push(
      difference && `${difference} of ${JSON.stringify({ rows, options, form, stderr })}`,
    );
    await next();
  };
  await Promise.all([next(), next()]);
  expect(differences).toEqual(Array(FILES).fill(null));
}, 240_000);
