import { expect, it } from "vitest";
import { halfOf } from "./faults";
import { shortPlan } from "./plans";
import { described } from "./report";
import { play } from "./story";
import type { Backend } from "./system";

const SEED = 20_261_129;

/** Every fault came about, GPUs and access changed meanwhile, and no promise was broken. */
export function survives(backend: Backend, half: 0 | 1): void {
  it(`with jobs in ${backend}, no harm loses, doubles or delays what is due`, async () => {
    const report = await play(backend, shortPlan(half), SEED);
    console.info(described(report));
    expect(report.broken).toEqual([]);
    const struck = [...report.strikes.keys()];
    expect(struck).toEqual(expect.arrayContaining(halfOf(half).map((point) => `killed ${point}`)));
    expect(report.turns).toBeGreaterThan(20);
    expect([...report.changes.keys()]).toEqual(
      expect.arrayContaining(["maintenance", "gpu", "access"]),
    );
  }, 480_000);
}
