import { EventEmitter, getEventListeners } from "node:events";
import { expect, it, vi } from "vitest";
import { openWorker } from "@/lib/jobs/backend";
import { log } from "@/lib/log";
import { takeJobs } from "@/worker/take-jobs";

vi.mock("node:timers/promises", async (original) => ({
  ...(await original<typeof import("node:timers/promises")>()),
  setTimeout: async () => undefined,
}));
vi.mock("@/lib/jobs/backend", () => ({ openWorker: vi.fn() }));

it("jobs that cannot be taken for long, nor be closed, pile nothing up", async () => {
  vi.spyOn(log, "error").mockReturnValue();
  const stop = new AbortController();
  const listeners: number[] = [];
  const broken = () => {
    listeners.push(getEventListeners(stop.signal, "abort").length);
    const isLast = listeners.length === 20;
    return Object.assign(new EventEmitter(), {
      waitUntilReady: async () => {
        if (isLast) stop.abort();
        throw new Error("no connection");
      },
      run: async () => undefined,
      close: () => (isLast ? Promise.resolve() : new Promise<void>(() => undefined)),
    });
  };
  vi.mocked(openWorker).mockImplementation(broken as unknown as typeof openWorker);
  await takeJobs({ queue: "mail", handle: async () => undefined, concurrency: 1 }, stop.signal);
  expect(listeners).toEqual(Array(20).fill(1));
});
