import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { Pace } from "@/lib/live/pace";

it("work that is asked for often is done seldom, and the last asking always counts", async () => {
  let asked = 0;
  const seen: number[] = [];
  const pace = new Pace(async () => {
    seen.push(asked);
    await sleep(20);
  }, 100);
  for (asked = 1; asked <= 30; asked += 1) {
    pace.ask();
    await sleep(5);
  }
  asked = 31;
  pace.ask();
  await sleep(250);
  expect(seen.length).toBeGreaterThanOrEqual(2);
  expect(seen.length).toBeLessThanOrEqual(5);
  expect(seen.at(-1)).toBe(31);
});

it("what was asked and not begun is forgotten when it stops, and can be asked for again", async () => {
  let done = 0;
  const pace = new Pace(async () => {
    done += 1;
  }, 10);
  pace.ask();
  pace.stop();
  await sleep(30);
  expect(done).toBe(0);
  pace.ask();
  await sleep(30);
  expect(done).toBe(1);
});
