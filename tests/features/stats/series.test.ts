import { expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/domain/words";
import { seriesOf } from "@/lib/stats/queries";
import { NOON } from "../../support/core";
import { stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makePerson } from "../../support/people";
import { sample, store } from "../../support/samples";

stopTime();

const step = 30 * MINUTE;
const grid = { from: NOON, step, steps: 4 };

it("tells means on a grid, to a tenth, and a gap or N/A as nothing", async () => {
  const gpu = await makeGpu();
  await store([
    sample(gpu, NOON - 1, { load: 99 }),
    sample(gpu, NOON, { load: 0, memoryLoad: null, memoryUsed: 1_000, temperature: 50 }),
    sample(gpu, NOON + MINUTE, { load: 1, memoryLoad: null, memoryUsed: 1_001, temperature: 50 }),
    sample(gpu, NOON + 2 * MINUTE, { load: 1, memoryLoad: null, memoryUsed: 1_001 }),
    sample(gpu, NOON + 2 * step, { load: null, memoryLoad: 7 }),
    sample(gpu, NOON + 4 * step),
  ]);
  const series = await seriesOf(await makeAdministrator(), grid, gpu);
  expect([...series]).toEqual([
    [
      gpu,
      {
        temperature: [53.3, null, 60, null],
        load: [0.7, null, null, null],
        memoryLoad: [null, null, 7, null],
        memoryUsed: [1_001, null, 4_000, null],
      },
    ],
  ]);
});

it("tells somebody of the GPUs that are visible to them, an administrator of all", async () => {
  const [one, other, third] = [await makeGpu(), await makeGpu(), await makeGpu()];
  await store([one, other, third].map((gpu) => sample(gpu, NOON + HOUR)));
  const person = await makePerson();
  await giveAccess(person, one);
  await giveAccess(person, other, { enabled: false });
  expect([...(await seriesOf(person, grid)).keys()].sort()).toEqual([one, other].sort());
  expect([...(await seriesOf(person, grid, third)).keys()]).toEqual([]);
  const all = await seriesOf(await makeAdministrator(), grid);
  for (const gpu of [one, other, third]) expect(all.has(gpu)).toBe(true);
});
