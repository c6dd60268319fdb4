import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as chart } from "@/app/api/gpus/[id]/chart/route";
import { GET as live } from "@/app/api/live/route";
import { GET as readings } from "@/app/api/readings/route";
import type { Actor } from "@/lib/actor";
import { disconnect } from "@/lib/db";
import { hub } from "@/lib/live/hub";
import { makeGpu, makeLab } from "../../support/people";
import { sample, store } from "../../support/samples";

const request = vi.hoisted(() => ({ user: null as { id: number; isAdmin: boolean } | null }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => request.user }));
vi.mock("@/lib/web/session-cookie", () => ({
  readSessionCookie: async () => request.user && { userId: request.user.id, sessionVersion: 0 },
}));

let gpu: number;
let hidden: number;
let viewer: Actor;

beforeAll(async () => {
  const lab = await makeLab(1);
  gpu = lab.gpu;
  [viewer] = lab.people as [Actor];
  hidden = await makeGpu();
  await store([sample(gpu, Date.now()), sample(hidden, Date.now())]);
});
beforeEach(() => {
  request.user = viewer;
});
afterAll(async () => {
  hub().close();
  await disconnect();
});

const chartOf = (id: string) =>
  chart(new Request("http://localhost"), { params: Promise.resolve({ id }) });
const openLive = (signal?: AbortSignal) => live(new Request("http://localhost", { signal }));

describe("what pages' scripts ask for", () => {
  it("is for nobody without a session", async () => {
    request.user = null;
    for (const answer of [await readings(), await chartOf(String(gpu)), await openLive()]) {
      expect(answer.status).toBe(401);
      expect(await answer.text()).toBe("");
    }
  });

  it("holds the GPUs that its user sees, and is kept by no cache", async () => {
    const answer = await readings();
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.json()).toMatchObject([{ gpuId: gpu, load: 50 }]);
  });

  it("knows no chart of any other GPU", async () => {
    const own = await chartOf(String(gpu));
    expect(own.status).toBe(200);
    expect(own.headers.get("cache-control")).toBe("private, no-store");
    expect(Object.keys(await own.json())).toContain("series");
    for (const id of [String(hidden), "2000000000", "0", "x", "99999999999"]) {
      const answer = await chartOf(id);
      expect(answer.status, id).toBe(404);
      expect(await answer.text(), id).toBe("");
    }
  });

  it("comes as a stream that no proxy keeps back, and that ends when the page is left", async () => {
    const leave = new AbortController();
    const answer = await openLive(leave.signal);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    leave.abort();
    expect(await answer.text()).toMatch(/^retry: /);
  });
});
