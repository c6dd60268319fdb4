import { beforeEach, expect, it, vi } from "vitest";
import { GET } from "@/app/api/alive/route";
import { setTestClock } from "@/lib/clock";
import { log } from "@/lib/log";

beforeEach(() => vi.restoreAllMocks());

it("an outage of the database is one line in the log, however many pages ask meanwhile", async () => {
  const error = vi.spyOn(log, "error").mockReturnValue();
  const info = vi.spyOn(log, "info").mockReturnValue();
  setTestClock(() => {
    throw new Error("ECONNREFUSED");
  });
  for (let asked = 0; asked < 3; asked++) expect((await GET()).status).toBe(503);
  expect(error).toHaveBeenCalledTimes(1);
  setTestClock(undefined);
  for (let asked = 0; asked < 3; asked++) expect((await GET()).status).toBe(200);
  expect(info).toHaveBeenCalledTimes(1);
});
