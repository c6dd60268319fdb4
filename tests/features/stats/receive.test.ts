import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { disconnect, sql } from "@/lib/db";
import { DAY } from "@/lib/domain/words";
import { openQueue } from "@/lib/jobs/backend";
import { REPORT_QUEUE } from "@/lib/jobs/contracts";
import { log } from "@/lib/log";
import { receiveReport } from "@/lib/stats/commands-receive";
import { body, line, makeServer } from "../../support/agents";
import { NOON } from "../../support/core";
import { itIs, stopTime } from "../../support/engine";

stopTime();
afterEach(() => vi.restoreAllMocks());

type Sending = { headers?: Record<string, string>; body?: BodyInit; address?: string };

/** What the portal answers to somebody who sends a report from an address of their own. */
async function send(token: string | null, sending: Sending = {}) {
  const { headers, body: sent = body(line(NOON, 0)), address = randomUUID() } = sending;
  const request = new Request("http://portal/api/ingest", {
    method: "POST",
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...headers },
    body: sent,
    duplex: "half",
  } as RequestInit);
  const response = await receiveReport(request, address);
  return {
    status: response.status,
    sentence: await response.text(),
    retryAfter: response.headers.get("retry-after"),
  };
}

/** The reports of a server that wait for the worker. */
async function waiting(serverId: number) {
  const queue = openQueue(REPORT_QUEUE);
  const jobs = await queue.getJobs(["waiting"]);
  await queue.close();
  return jobs.map(({ data }) => data).filter((data) => data.serverId === serverId);
}

async function agent() {
  itIs(NOON);
  return makeServer();
}

describe("a report", () => {
  it("with a server's token is handed to the worker as that server's", async () => {
    const { serverId, token } = await agent();
    const headers = { "X-Agent-Time": String(NOON / 1_000 + 2) };
    expect(await send(token, { headers })).toMatchObject({ status: 202, sentence: "" });
    expect(await waiting(serverId)).toEqual([
      { serverId, receivedAt: NOON, sentAt: NOON + 2_000, body: body(line(NOON, 0)) },
    ]);
  });

  it("may be compressed, and hold any bytes", async () => {
    const { serverId, token } = await agent();
    const gzip = { "Content-Encoding": "gzip" };
    const bytes = Buffer.concat([Buffer.from("a\0b"), Buffer.from([0xff, 0xfe])]);
    expect((await send(token, { headers: gzip, body: gzipSync(bytes) })).status).toBe(202);
    expect(await waiting(serverId)).toMatchObject([{ body: "a\ufffdb\ufffd\ufffd" }]);
  });

  it.each([
    ["no token", null],
    ["another token", `gpusched_${"A".repeat(43)}`],
    ["nonsense", "Basic; DROP TABLE"],
  ])("with %s is refused, and the sentence says what to do", async (_what, token) => {
    expect(await send(token)).toMatchObject({
      status: 401,
      sentence: expect.stringContaining("make a new one on the server's page"),
    });
  });

  it("with a revoked token is refused", async () => {
    const { serverId, token } = await agent();
    await sql("UPDATE agent SET token_hash = NULL, token_made_at = NULL WHERE server_id = $1", [
      serverId,
    ]);
    expect((await send(token)).status).toBe(401);
    expect(await waiting(serverId)).toEqual([]);
  });

  it("of 50 MB is refused, whether it says so or not, without being read to its end", async () => {
    const { serverId, token } = await agent();
    expect((await send(token, { body: Buffer.alloc(50_000_000) })).status).toBe(413);
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect((await send(token, { body: endless })).status).toBe(413);
    expect(pulled).toBeLessThan(40);
    expect(await waiting(serverId)).toEqual([]);
  });

  it("that inflates without end is refused", async () => {
    const { token } = await agent();
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    const headers = { "Content-Encoding": "gzip" };
    expect((await send(token, { headers, body: bomb })).status).toBe(413);
    expect((await send(token, { headers, body: "no gzip" })).status).toBe(400);
    expect((await send(token, { headers: { "Content-Encoding": "br" } })).status).toBe(415);
  });

  it("from a clock that is a day off is told so, and counted by the worker", async () => {
    const { serverId, token } = await agent();
    const headers = { "X-Agent-Time": String((NOON - DAY) / 1_000) };
    expect(await send(token, { headers })).toMatchObject({
      status: 422,
      sentence: expect.stringContaining("86400 s behind"),
    });
    expect(await waiting(serverId)).toHaveLength(1);
  });

  it("is refused while there are too many, of this server alone", async () => {
    const { token } = await agent();
    const other = await agent();
    const answers = await Promise.all(Array.from({ length: 200 }, () => send(token)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(120);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.retryAfter)).toBeGreaterThan(0);
    expect((await send(other.token)).status).toBe(202);
  });

  it("of somebody who tries tokens is refused without asking the database", async () => {
    const { token } = await agent();
    const address = "198.51.100.9";
    expect((await send(token, { address })).status).toBe(202);
    const guess = () =>
      send(`gpusched_${randomUUID().replaceAll("-", "").padEnd(43, "x")}`, { address });
    for (let tries = 0; tries < 60; tries++) expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
    expect((await send(token)).status).toBe(202);
    expect((await send(token, { address })).status).toBe(202);
  });
});

describe("while the database is away", () => {
  it("nothing is acknowledged, the agent is told to try again, and the log says it once", async () => {
    const { token } = await agent();
    const error = vi.spyOn(log, "error").mockReturnValue();
    vi.spyOn(log, "info").mockReturnValue();
    await disconnect();
    const url = process.env.DATABASE_URL;
    process.env.DATABASE_URL = "postgresql://127.0.0.1:1/none";
    vi.resetModules();
    const { receiveReport: receive } = await import("@/lib/stats/commands-receive");
    const { log: newLog } = await import("@/lib/log");
    const newError = vi.spyOn(newLog, "error").mockReturnValue();
    for (let tries = 0; tries < 3; tries++) {
      const headers = { Authorization: `Bearer ${token}` };
      const request = new Request("http://portal/", { method: "POST", headers, body: "x" });
      const response = await receive(request, "192.0.2.1");
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    }
    expect(newError.mock.calls.length + error.mock.calls.length).toBe(1);
    process.env.DATABASE_URL = url;
  });
});
