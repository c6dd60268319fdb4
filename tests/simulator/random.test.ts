import fc from "fast-check";
import { expect, it } from "vitest";
import { firstDifference } from "./against";
import { playSimulator } from "./in-process";
import { playReference } from "./reference";
import { workloads } from "./workloads";

/** `SIMULATOR_RUNS=5000 npx vitest run tests/simulator/random.test.ts` looks for longer. */
const RUNS = Number(process.env.SIMULATOR_RUNS ?? 400);

it.each([
  ["small", 16, RUNS],
  ["crowded", 120, Math.ceil(RUNS / 20)],
])(
  "plays %s workloads as the reference does, row for row",
  (_, most, numRuns) => {
    fc.assert(
      fc.property(workloads(most), ({ rows, options }) => {
        const difference = firstDifference(
          playReference(rows, options),
          playSimulator(rows, options),
        );
        expect(difference).toBeNull();
      }),
      { numRuns },
    );
  },
  RUNS * 1_000,
);
