import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { disconnect } from "@/lib/db";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve } from "@/lib/reservations/commands";
import { freePort } from "@/scripts/ports";
import { makeLab } from "@/tests/support/people";
import { MailSink } from "@/tests/support/smtp";
import { mail, mailsAbout, until } from "./outbox";
import { startWorker } from "./processes";

const port = await freePort();
process.env.REDIS_URL = `redis://127.0.0.1:${port}`;

let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  process.env.SMTP_URL = sink.url;
});
afterEach(async () => {
  vi.restoreAllMocks();
  await closeProducers();
});
afterAll(async () => {
  await sink.stop();
  await disconnect();
});

/** Reserves, and returns how long that took and which mail it caused. */
async function reserving(): Promise<{ ms: number; mailId: number }> {
  const { gpu, people } = await makeLab(1);
  const [person] = people as [(typeof people)[0]];
  const begun = performance.now();
  const id = await reserve(person, { gpuId: gpu, hours: 1, autoStart: false });
  const ms = performance.now() - begun;
  const [mailId = 0] = await mailsAbout(id);
  return { ms, mailId };
}

describe("while Redis is away", () => {
  it("a person reserves as quickly as ever, the log says it once, and the sweep sends", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const reservations = [await reserving(), await reserving(), await reserving()];
    expect(Math.max(...reservations.map(({ ms }) => ms))).toBeLessThan(1_500);
    const lines = log.mock.calls.map(([line]) => String(line));
    log.mockRestore();
    expect(lines.filter((line) => line.includes("announcing mails"))).toHaveLength(1);

    startWorker();
    for (const { mailId } of reservations) {
      await until(async () => (await mail(mailId)).status === "SENT");
    }
  });

  it("a Redis that takes connections and never answers holds nobody up", async () => {
    const silent: Server = createServer((socket) => socket.resume()).listen(port, "127.0.0.1");
    // The pause after the failure before this one.
    const now = performance.now.bind(performance);
    vi.spyOn(performance, "now").mockImplementation(() => now() + 60_000);
    const first = await reserving();
    expect(first.ms).toBeGreaterThan(500);
    expect(first.ms).toBeLessThan(1_500);
    expect((await reserving()).ms).toBeLessThan(500);
    await closeProducers();
    await new Promise((resolve) => silent.close(resolve));
  });
});
