import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openQueue } from "@/lib/jobs/backend";
import { announceMails } from "@/lib/jobs/producers";
import { log } from "@/lib/log";

vi.mock("@/lib/jobs/backend", () => ({ openQueue: vi.fn() }));

beforeEach(() => {
  vi.spyOn(log, "error").mockReturnValue();
  vi.spyOn(log, "info").mockReturnValue();
  vi.useFakeTimers({ toFake: ["Date", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A queue that fails, or takes what it is given. */
function aQueue(add: () => Promise<void>) {
  const queue = { on: () => undefined, add: vi.fn(add), close: async () => undefined };
  vi.mocked(openQueue).mockReturnValueOnce(queue as unknown as ReturnType<typeof openQueue>);
  return queue.add;
}

it("a clock that is set back two hours makes no pause longer, and one set forward none shorter", async () => {
  aQueue(() => Promise.reject(new Error("no connection")));
  await announceMails([1]);
  const added = aQueue(async () => undefined);

  vi.setSystemTime(Date.now() + 2 * 3_600_000);
  await announceMails([2]);
  expect(added).not.toHaveBeenCalled();

  vi.advanceTimersByTime(5_000);
  vi.setSystemTime(Date.now() - 4 * 3_600_000);
  await announceMails([3]);
  expect(added).toHaveBeenCalledOnce();
});
