import { expect, it, vi } from "vitest";
import { openQueue } from "@/lib/jobs/backend";
import { handOverReport } from "@/lib/jobs/producers";
import { log } from "@/lib/log";

vi.mock("@/lib/jobs/backend", () => ({ openQueue: vi.fn() }));

it("whoever was waiting for a queue that failed does not close the one opened after it", async () => {
  vi.spyOn(log, "error").mockReturnValue();
  vi.spyOn(log, "info").mockReturnValue();
  /** A queue that takes nothing until its jobs are told to fail or to stand there. */
  const fakeQueue = () => {
    const adding: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const queue = {
      on: () => undefined,
      getJobCountByTypes: async () => 0,
      add: () => new Promise<void>((resolve, reject) => adding.push({ resolve, reject })),
      close: vi.fn(async () => undefined),
    };
    vi.mocked(openQueue).mockReturnValueOnce(queue as unknown as ReturnType<typeof openQueue>);
    return { adding, close: queue.close };
  };
  const report = { serverId: 1, receivedAt: 0, sentAt: null, body: "" };

  const broken = fakeQueue();
  const both = [handOverReport(report), handOverReport(report)];
  await vi.waitFor(() => expect(broken.adding).toHaveLength(2));
  broken.adding[0]?.reject(new Error("no connection"));
  expect(await Promise.race(both)).toBe(false);

  const sound = fakeQueue();
  const next = handOverReport(report);
  await vi.waitFor(() => expect(sound.adding).toHaveLength(1));
  broken.adding[1]?.reject(new Error("no connection"));
  expect(await Promise.all(both)).toEqual([false, false]);
  expect(broken.close).toHaveBeenCalledOnce();
  expect(sound.close).not.toHaveBeenCalled();
  sound.adding[0]?.resolve();
  expect(await next).toBe(true);
});
