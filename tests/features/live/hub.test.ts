import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/actor";
import { disconnect, sql } from "@/lib/db";
import { Hub } from "@/lib/live/hub";
import * as queries from "@/lib/live/queries";
import { log } from "@/lib/log";
import { makeAdministrator, makeGpu, makeLab, makePerson } from "../../support/people";
import { sample, store } from "../../support/samples";
import { OpenPage } from "./page";

let hub: Hub;
let gpu: number;
let viewer: Actor;
let at = Date.now() - 60_000;

/** A newer reading of the GPU. */
function report(load: number, of = gpu): Promise<number> {
  at += 1_000;
  return store([sample(of, at, { load })]);
}

const listeners = () =>
  sql<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE application_name = 'gpusched live' AND datname = current_database()`,
  );

beforeEach(async () => {
  hub = new Hub();
  const lab = await makeLab(1);
  gpu = lab.gpu;
  [viewer] = lab.people as [Actor];
  await report(1);
});
afterEach(() => {
  hub.close();
  vi.restoreAllMocks();
});
afterAll(disconnect);

describe("an open page", () => {
  it("is told what it sees at once, and what is new as it comes", async () => {
    const page = new OpenPage(hub, viewer);
    await page.told(gpu, [1]);
    expect(page.text).toMatch(/^retry: \d+\n\n/);
    await report(2);
    await page.told(gpu, [1, 2]);
    expect(page.messages.flat()[1]).toEqual({
      gpuId: gpu,
      at,
      temperature: 60,
      load: 2,
      memoryLoad: 20,
      memoryUsed: 4_000,
      memoryTotal: null,
      temperatureLimit: 90,
    });
  });

  it("is told nothing of GPUs that its user does not see", async () => {
    const hidden = await makeGpu();
    await report(3, hidden);
    const page = new OpenPage(hub, viewer);
    const admin = new OpenPage(hub, await makeAdministrator());
    const stranger = new OpenPage(hub, await makePerson());
    await admin.told(hidden, [3]);
    await admin.told(gpu, [1]);
    await page.told(gpu, [1]);
    await vi.waitFor(() => expect(stranger.messages).toEqual([[]]));
    expect(page.loads(hidden)).toEqual([]);
  });

  it("is told nothing more when the access is taken away, while another's goes on", async () => {
    const page = new OpenPage(hub, viewer);
    const admin = new OpenPage(hub, await makeAdministrator());
    await page.told(gpu, [1]);
    await admin.told(gpu, [1]);
    await sql("DELETE FROM user_gpu_access WHERE user_id = $1", [viewer.id]);
    await report(2);
    await admin.told(gpu, [1, 2]);
    expect(page.loads(gpu)).toEqual([1]);
    expect(page.isEnded).toBe(false);
  });

  it.each([
    ["the account is disabled", `UPDATE "user" SET status = 'DISABLED' WHERE id = $1`],
    [
      "the password changes",
      `UPDATE "user" SET session_version = session_version + 1 WHERE id = $1`,
    ],
  ])("ends, without another word, when %s", async (_, change) => {
    const page = new OpenPage(hub, viewer);
    await page.told(gpu, [1]);
    await sql(change, [viewer.id]);
    await report(2);
    await page.ended();
    expect(page.loads(gpu)).toEqual([1]);
  });

  it("that was closed leaves nothing behind", async () => {
    const page = new OpenPage(hub, viewer);
    await page.told(gpu, [1]);
    await vi.waitFor(async () => expect(await listeners()).toHaveLength(1), 5_000);
    page.leave();
    await page.ended();
    await vi.waitFor(async () => expect(await listeners()).toEqual([]), 5_000);
    const again = new OpenPage(hub, viewer);
    await again.told(gpu, [1]);
    await report(2);
    await again.told(gpu, [1, 2]);
  });

  it("is one of ten at most of a user: the oldest makes room", async () => {
    const pages = Array.from({ length: 11 }, () => new OpenPage(hub, viewer));
    const [oldest, ...others] = pages;
    await oldest?.ended();
    for (const page of others) await page.told(gpu, [1]);
    expect(others.some(({ isEnded }) => isEnded)).toBe(false);
  });
});

describe("the hub", () => {
  it("reads once a second at most, for all pages together", async () => {
    const read = vi.spyOn(queries, "watched");
    const pages = [viewer, await makeAdministrator()].map((who) => new OpenPage(hub, who));
    for (const page of pages) await page.told(gpu, [1]);
    read.mockClear();
    const start = performance.now();
    for (let load = 2; load <= 20; load += 1) await report(load);
    await sleep(1_200);
    const seconds = (performance.now() - start) / 1_000;
    expect(read.mock.calls.length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
    for (const page of pages) expect(page.loads(gpu).at(-1)).toBe(20);
  });

  it("listens anew when its connection is lost, and tells what it missed", async () => {
    const page = new OpenPage(hub, viewer);
    await page.told(gpu, [1]);
    const [before] = await listeners();
    await sql("SELECT pg_terminate_backend($1)", [before?.pid]);
    await report(2);
    await page.told(gpu, [1, 2]);
    await vi.waitFor(async () => {
      const [after] = await listeners();
      expect(after?.pid).toBeDefined();
      expect(after?.pid).not.toBe(before?.pid);
    }, 5_000);
    await report(3);
    await page.told(gpu, [1, 2, 3]);
  });

  it("lets every page hear something every 15 s, or keeps it open while the database is away", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const page = new OpenPage(hub, viewer);
      await page.told(gpu, [1]);
      vi.advanceTimersByTime(15_000);
      await vi.waitFor(() => expect(page.messages.slice(1)).toEqual([[]]), 5_000);
      vi.spyOn(log, "error").mockReturnValue();
      vi.spyOn(queries, "watched").mockRejectedValueOnce(new Error("away"));
      vi.advanceTimersByTime(15_000);
      await vi.waitFor(() => expect(page.text).toMatch(/\n\n:\n\n$/), 5_000);
      await report(2);
      await page.told(gpu, [1, 2]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("that is closed ends every page, also one that opens only then", async () => {
    const page = new OpenPage(hub, viewer);
    await page.told(gpu, [1]);
    hub.close();
    await page.ended();
    await new OpenPage(hub, viewer).ended();
    await vi.waitFor(async () => expect(await listeners()).toEqual([]), 5_000);
  });
});
