import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { DAY, HOUR, MINUTE } from "@/lib/domain/words";
import { gpuChart, lastDayOf, readingsOf } from "@/lib/stats/queries";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";
import { giveAccess, makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { sample, store } from "../../support/samples";

stopTime();
afterEach(() => vi.restoreAllMocks());

const NO_SUCH_ID = 2_000_000_000;

/** A use from one hour to another, counted from noon; `to` null: it goes on. */
async function used({ id }: Actor, gpu: number, from: number, to: number | null): Promise<void> {
  const time = (hours: number) => new Date(NOON + hours * HOUR);
  await sql(
    `INSERT INTO reservation (user_id, gpu_id, duration, status, reservation_time,
       notification_time, start_time, end_time, end_cause, turn)
     VALUES ($1, $2, 48, $3, $4, $4, $4, $5, $6, 1)`,
    [
      id,
      gpu,
      to === null ? "ACTIVE" : "COMPLETED",
      time(from),
      time(to ?? 3),
      to === null ? null : "TIME_UP",
    ],
  );
}

describe("statistics", () => {
  it("of a GPU that the viewer does not see are not there", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const [viewer] = people as [Actor];
    const hidden = await makeGpu();
    await store([sample(gpu, NOON), sample(hidden, NOON)]);
    const stranger = await makePerson();
    const admin = await makeAdministrator();
    const barred = await makePerson();
    await giveAccess(barred, gpu, { enabled: false });
    const known = async (who: Actor) => ({
      readings: (await readingsOf(who)).map(({ gpuId }) => gpuId),
      series: [...(await lastDayOf(who, NOON)).keys()],
      charts: [(await gpuChart(who, gpu)) !== null, (await gpuChart(who, hidden)) !== null],
    });
    const own = { readings: [gpu], series: [gpu], charts: [true, false] };
    expect(await known(viewer)).toEqual(own);
    expect(await known(barred)).toEqual(own);
    expect(await known(stranger)).toEqual({ readings: [], series: [], charts: [false, false] });
    expect(await known(admin)).toMatchObject({ charts: [true, true] });
    expect((await known(admin)).readings).toEqual(expect.arrayContaining([gpu, hidden]));
    expect(await gpuChart(viewer, NO_SUCH_ID)).toBe(null);
  });

  it("are the means of each interval, with a gap where nothing was told", async () => {
    itIs(NOON + 10 * MINUTE);
    const { gpu, people } = await makeLab(1);
    const [viewer] = people as [Actor];
    await store([
      sample(gpu, NOON - 90 * MINUTE, { load: 0, temperature: null }),
      sample(gpu, NOON - 80 * MINUTE, { load: 60, temperature: null }),
      sample(gpu, NOON, { load: 0, temperature: 41 }),
      sample(gpu, NOON - 8 * DAY),
    ]);
    const chart = await gpuChart(viewer, gpu);
    expect(chart?.grid).toEqual({
      from: NOON + 30 * MINUTE - 7 * DAY,
      step: 30 * MINUTE,
      steps: 336,
    });
    expect(chart?.series.load.slice(-4)).toEqual([30, null, null, 0]);
    expect(chart?.series.temperature.slice(-4)).toEqual([null, null, null, 41]);
    expect(chart?.series.load.filter((value) => value !== null)).toHaveLength(2);
    const lastDay = (await lastDayOf(viewer, NOON + 10 * MINUTE)).get(gpu);
    expect(lastDay?.load).toEqual(chart?.series.load.slice(-48));
  });

  it("name who held the card, as far as that lies in what is shown", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1, 1);
    const [viewer, other] = people as [Actor, Actor];
    await used(other, gpu, -9 * 24, -8 * 24);
    await used(other, gpu, -8 * 24, -6 * 24);
    await used(viewer, gpu, -5 * 24, -4 * 24);
    await used(other, gpu, -1, null);
    const chart = await gpuChart(viewer, gpu);
    const person = { name: expect.stringMatching(/^Person /), lab: "Test Lab" };
    expect(chart?.uses).toEqual([
      { ...person, from: chart?.grid.from, to: NOON - 6 * DAY, isOwn: false },
      { ...person, from: NOON - 5 * DAY, to: NOON - 4 * DAY, isOwn: true },
      { ...person, from: NOON - HOUR, to: NOON, isOwn: false },
    ]);
  });

  it("of a GPU that never told any are empty, not zero", async () => {
    itIs(NOON);
    const { gpu, people } = await makeLab(1);
    const [viewer] = people as [Actor];
    expect(await readingsOf(viewer)).toEqual([]);
    const chart = await gpuChart(viewer, gpu);
    for (const values of Object.values(chart?.series ?? {})) {
      expect(values).toEqual(new Array(336).fill(null));
    }
  });

  it("take as many statements for twenty GPUs as for one", async () => {
    const viewer = await makePerson();
    const statements = async (gpus: number) => {
      for (let made = 0; made < gpus; made += 1) {
        const gpu = await makeGpu();
        await giveAccess(viewer, gpu);
        await store([sample(gpu, NOON)]);
      }
      const query = vi.spyOn(pg.Client.prototype, "query");
      await Promise.all([readingsOf(viewer), lastDayOf(viewer, NOON)]);
      const count = query.mock.calls.length;
      query.mockRestore();
      return count;
    };
    expect(await statements(1)).toBe(2);
    expect(await statements(19)).toBe(2);
    expect(await readingsOf(viewer)).toHaveLength(20);
  });
});
