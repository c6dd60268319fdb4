import { randomUUID } from "node:crypto";
import { IncomingMessage } from "node:http";
import { createServer, type Server, Socket } from "node:net";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { GET as live } from "@/app/api/health/live/route";
import { GET as health } from "@/app/api/health/route";
import { setTestClock } from "@/lib/clock";
import { disconnect, sql } from "@/lib/db";
import { jobCounts } from "@/lib/jobs/producers";
import { reserve, startReservation } from "@/lib/reservations/commands";
import { settings } from "@/lib/settings";
import { shared, within } from "@/lib/watch/bounded";
import { beat, goHome } from "@/lib/watch/commands-beat";
import { readOverdue, readSigns } from "@/lib/watch/queries";
import { LOCAL_HEADER } from "@/lib/web/insider";
import { markLocal } from "@/scripts/web/local";
import { nameRequest } from "@/scripts/web/name-request";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeGpu, makeLab } from "../../support/people";
import { putMail, until } from "../../worker/outbox";

type User = { isAdmin: boolean } | null;
const session = vi.hoisted(() => ({ user: null as User | Promise<User> }));
vi.mock("@/lib/web/session", () => ({ currentUser: async () => session.user }));
// Each test asks for itself, however soon after the one before.
vi.mock("@/lib/watch/bounded", async (original) => {
  const real = await original<typeof import("@/lib/watch/bounded")>();
  return { ...real, shared: (work: () => Promise<unknown>) => real.shared(work, 0) };
});

stopTime();
// The first to ask makes the tables in which jobs stand, which takes a while.
beforeAll(() => until(() => jobCounts().then(Boolean, () => false)));
beforeEach(async () => {
  session.user = null;
  itIs(NOON);
  await sql("DELETE FROM worker");
});

const TOKEN = "only-for-tests-only-for-tests-tok";
settings().METRICS_TOKEN = TOKEN;
const asked = (headers: Record<string, string> = {}) =>
  health(new Request("http://portal/api/health", { headers }));

describe("who asks how the portal is", () => {
  it("hears as a visitor whether it works, and not a word more", async () => {
    await beat(randomUUID(), false);
    const answer = await asked();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('{"status":"ok"}');
    await sql("DELETE FROM worker");
    const failing = await asked({ Authorization: `Bearer ${TOKEN}x` });
    expect(failing.status).toBe(503);
    expect(await failing.text()).toBe('{"status":"failing"}');
  });

  it.each([
    ["with the token", { Authorization: `Bearer ${TOKEN}` }, null],
    ["from this machine", { [LOCAL_HEADER]: "1" }, null],
    ["as an administrator", {}, { isAdmin: true }],
  ])("hears %s how each part is", async (_how, headers, user) => {
    session.user = user;
    expect(await (await asked(headers)).json()).toMatchObject({
      status: "failing",
      database: { ok: true },
      worker: { ok: false, alive: 0 },
      mail: { ok: true, hasServer: false },
      jobs: { ok: true, queues: { mail: { waiting: expect.any(Number) } } },
    });
  });

  it("hears nothing more as a user", async () => {
    session.user = { isAdmin: false };
    expect(await (await asked()).json()).toEqual({ status: "failing" });
  });

  it("hears from a process that lives that it does, whatever else is wrong", async () => {
    expect((await live()).status).toBe(200);
  });
});

describe("where a request comes from", () => {
  const request = (from: string, told: Record<string, string>, httpVersion = "1.1") => {
    const socket = new Socket();
    Object.defineProperty(socket, "remoteAddress", { value: from });
    const headers = { host: "127.0.0.1:3001", ...told };
    return Object.assign(new IncomingMessage(socket), { headers, httpVersion });
  };
  const isLocal = (from: string, headers: Record<string, string> = {}, httpVersion?: string) => {
    const marked = request(from, headers, httpVersion);
    markLocal(marked);
    return marked.headers[LOCAL_HEADER] === "1";
  };

  it("is this machine for its own programs alone: not for whom nginx passes on", () => {
    expect(isLocal("127.0.0.1")).toBe(true);
    expect(isLocal("::1")).toBe(true);
    expect(isLocal("::ffff:127.0.0.1")).toBe(true);
    expect(isLocal("192.0.2.7")).toBe(false);
    expect(isLocal("192.0.2.7", { [LOCAL_HEADER]: "1" })).toBe(false);
    for (const name of ["x-forwarded-for", "x-real-ip", "forwarded", "via"]) {
      expect(isLocal("127.0.0.1", { [name]: "127.0.0.1", [LOCAL_HEADER]: "1" })).toBe(false);
    }
  });

  it("is not this machine where a proxy adds nothing, or a page calls it by another name", () => {
    for (const host of ["localhost:3000", "[::1]:3000", "127.0.0.1"]) {
      expect(isLocal("127.0.0.1", { host })).toBe(true);
    }
    for (const host of [
      "gpusched.iottalk.tw",
      "127.0.0.1.example.org",
      "localhost.example.org",
      "",
    ]) {
      expect(isLocal("127.0.0.1", { host })).toBe(false);
    }
    expect(isLocal("127.0.0.1", {}, "1.0")).toBe(false);
  });

  it("names it only behind a proxy, and only with what looks like a name", () => {
    const named = (told: string, trust: boolean) => {
      const asks = request("127.0.0.1", { "x-request-id": told });
      const id = nameRequest(asks, trust);
      expect(asks.headers["x-request-id"]).toBe(id);
      return id;
    };
    const nginx = "0123456789abcdef0123456789abcdef";
    expect(named(nginx, true)).toBe(nginx);
    for (const [told, trust] of [
      [nginx, false],
      ['x","level":"info', true],
      ["x".repeat(65), true],
      ["", true],
    ] as const) {
      expect(named(told, trust)).toMatch(/^[0-9a-f]{32}$/);
      expect(named(told, trust)).not.toBe(told);
    }
  });
});

describe("a worker's sign", () => {
  it("is one row, written anew, and gone when the worker goes", async () => {
    const id = randomUUID();
    await beat(id, false);
    itIs(NOON + 5_000);
    await beat(id, true);
    itIs(NOON + 9_000);
    await beat(id, true);
    const sign = { startedAt: NOON, beatAt: NOON + 9_000, mailAwaySince: NOON + 5_000 };
    expect((await readSigns()).workers).toEqual([sign]);
    await beat(id, false);
    expect((await readSigns()).workers[0]?.mailAwaySince).toBeNull();
    await goHome(id);
    expect((await readSigns()).workers).toEqual([]);
  });

  it("moves nothing on the disk but its own row", async () => {
    const id = randomUUID();
    for (let count = 0; count < 200; count++) await beat(id, false);
    const [size] = await sql("SELECT pg_relation_size('worker')::int AS bytes");
    expect(size?.bytes).toBeLessThanOrEqual(2 * 8_192);
    await goHome(id);
  });
});

describe("what is due", () => {
  it("is told with since when: an end, and a turn that nobody gave", async () => {
    const { gpu, people } = await makeLab(1, 1);
    const [user, waiter] = people;
    const use = await ask(user, gpu, { hours: 1 });
    await startReservation(user, use);
    await reserve(waiter, { gpuId: gpu, hours: 1, autoStart: false });
    const end = NOON + 3_600_000;
    expect(await readOverdue(NOON)).toEqual({ gpus: 0, since: null });
    itIs(end + 90_000);
    expect(await readOverdue(end + 90_000)).toMatchObject({ since: end });
    // Ended by somebody who gave no turn.
    await sql(`UPDATE reservation SET status = 'COMPLETED', end_cause = 'TIME_UP' WHERE id = $1`, [
      use,
    ]);
    expect(await readOverdue(end + 90_000)).toEqual({ gpus: 1, since: end });
    await sql(
      `INSERT INTO audit_log (at, action, subject_type, subject_id)
       VALUES ($1, 'gpu.enabled', 'gpu', $2)`,
      [new Date(end + 60_000), gpu],
    );
    expect(await readOverdue(end + 90_000)).toEqual({ gpus: 1, since: end + 60_000 });
  });

  it("is nothing on a GPU for which nobody waits", async () => {
    await makeGpu();
    await sql("UPDATE gpu SET status = false WHERE id <> (SELECT max(id) FROM gpu)");
    expect(await readOverdue(NOON)).toEqual({ gpus: 0, since: null });
  });
});

it("the oldest mail that was never tried is told, apart from those that are tried again", async () => {
  const { people } = await makeLab(1);
  const tried = await putMail(people[0].id, new Date(NOON - 60_000));
  await sql("UPDATE notification SET attempts = 3 WHERE id = $1", [tried]);
  await putMail(people[0].id, new Date(NOON - 30_000));
  const { outbox } = await readSigns();
  expect(outbox).toMatchObject({ oldestUntried: NOON - 30_000, oldest: NOON - 60_000 });
});

describe("however it hangs", () => {
  it("a database that stops before it tells who asks leaves them a visitor", async () => {
    session.user = new Promise(() => undefined);
    expect(await (await asked()).json()).toEqual({ status: "failing" });
  });

  it("one question stands for all who ask meanwhile", async () => {
    let asked = 0;
    let answer: (value: string) => void = () => undefined;
    const question = shared(() => {
      asked++;
      return new Promise<string>((resolve) => {
        answer = resolve;
      });
    });
    const answers = Promise.all(Array.from({ length: 50 }, question));
    await expect(within(10, question())).rejects.toThrow("no answer within 10 ms");
    answer("well");
    expect(await answers).toEqual(Array(50).fill("well"));
    expect(asked).toBe(1);
  });

  it("a database that takes connections and says nothing is an answer all the same", async () => {
    const silent = createServer(() => undefined);
    const port = await listening(silent);
    // Whoever connects from here on meets the silent one.
    setTestClock(undefined);
    await disconnect();
    vi.resetModules();
    vi.stubEnv("DATABASE_URL", `postgresql://nobody@127.0.0.1:${port}/none`);
    const route = await import("@/app/api/health/route");
    const { sql: hanging } = await import("@/lib/db");
    const ready = (await import("@/app/api/health/ready/route")).GET;
    const own = hanging("SELECT 1").catch(() => "the database's own patience");
    const first = await Promise.race([
      own,
      Promise.all([route.GET(new Request("http://portal/api/health")), ready()]),
    ]);
    expect(first).toEqual([
      expect.objectContaining({ status: 503 }),
      expect.objectContaining({ status: 503 }),
    ]);
    silent.close();
    vi.unstubAllEnvs();
  });
});

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
}
