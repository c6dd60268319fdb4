import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "@/scripts/ports";
import { MailSink } from "@/tests/support/smtp";
import { until } from "./outbox";
import { startWorker, type WorkerProcess } from "./processes";

let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
});
afterAll(() => sink.stop());

const ready = (worker: WorkerProcess) =>
  until(() => worker.log().includes("the worker sends mails"));

async function timed<Value>(work: () => Promise<Value>): Promise<[Value, number]> {
  const begun = performance.now();
  return [await work(), performance.now() - begun];
}

describe("a worker", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("ends cleanly on %s", async (signal) => {
    const worker = startWorker();
    await ready(worker);
    const [code, ms] = await timed(() => worker.end(signal));
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3_000);
    expect(worker.log()).not.toContain('"level":"error"');
  });

  it("ends when the process that started it is gone", async () => {
    const worker = startWorker();
    await ready(worker);
    worker.child.disconnect();
    await until(() => worker.child.exitCode === 0, 3_000);
  });

  it("waits for a database that is away, and ends while it waits", async () => {
    const worker = startWorker({
      DATABASE_URL: `postgresql://nobody@127.0.0.1:${await freePort()}/x`,
    });
    await until(() => worker.log().includes("reaching the database failed"));
    const [code, ms] = await timed(() => worker.end("SIGTERM"));
    expect(code).toBe(0);
    expect(ms).toBeLessThan(3_000);
    expect(worker.log().match(/reaching the database/g)).toHaveLength(1);
  });

  it("names a wrong setting in one line and does not start", async () => {
    const worker = startWorker({ CLAIM_WINDOW_MINUTES: "soon", QUIET_HOURS: "at night" });
    await until(() => worker.child.exitCode !== null);
    expect(worker.child.exitCode).toBe(1);
    expect(worker.log().trim().split("\n")).toHaveLength(1);
    expect(worker.log()).toMatch(/CLAIM_WINDOW_MINUTES=soon.*QUIET_HOURS=at night/);
  });
});
