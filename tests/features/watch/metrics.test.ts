import { readFileSync } from "node:fs";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { GET } from "@/app/api/metrics/route";
import { disconnect, sql } from "@/lib/db";
import { jobCounts } from "@/lib/jobs/producers";
import { log } from "@/lib/log";
import { reserve, startReservation } from "@/lib/reservations/commands";
import { settleGpu } from "@/lib/reservations/engine/decide";
import { beat } from "@/lib/watch/commands-beat";
import { countOldEvents } from "@/lib/watch/commands-count";
import { countRequest } from "@/lib/watch/http";
import { tallies } from "@/lib/watch/tally";
import { LOCAL_HEADER } from "@/lib/web/insider";
import { routesIn } from "@/scripts/web/routes";
import { watchAnswer } from "@/scripts/web/watch";
import { NOON } from "../../support/core";
import { ask, itIs, stopTime } from "../../support/engine";
import { makeLab } from "../../support/people";
import { readPrometheus, sampleOf } from "../../support/prom-text";
import { until } from "../../worker/outbox";

vi.mock("@/lib/watch/bounded", async (original) => {
  const real = await original<typeof import("@/lib/watch/bounded")>();
  return { ...real, shared: (work: () => Promise<unknown>) => real.shared(work, 0) };
});

const HOUR = 3_600_000;
const WORKER = "0198a1b2-0000-4000-8000-000000000001";

stopTime();
beforeAll(() => until(() => jobCounts().then(Boolean, () => false)));
beforeEach(() => itIs(NOON));

async function scraped() {
  const headers = { [LOCAL_HEADER]: "1" };
  const answer = await GET(new Request("http://portal/api/metrics", { headers }));
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  return readPrometheus(await answer.text());
}

/** Two turns: one at once, one after two hours. */
async function twoTurns(): Promise<void> {
  const { gpu, people } = await makeLab(1, 1);
  const [user, waiter] = people;
  await sql(`UPDATE server SET name = $1 WHERE id = (SELECT server_id FROM gpu WHERE id = $2)`, [
    'odd "name" \\ with\nall',
    gpu,
  ]);
  await startReservation(user, await ask(user, gpu, { hours: 2 }));
  await reserve(waiter, { gpuId: gpu, hours: 1, autoStart: false });
  expect(
    sampleOf(await scraped(), "gpusched_queue_length", { gpu: 'odd \\"name\\" \\\\ with\\nall-0' }),
  ).toBe(1);
  itIs(NOON + 2 * HOUR);
  await settleGpu(gpu);
}

describe("what Prometheus reads", () => {
  it("is for those alone who may know", async () => {
    const strange: Record<string, string>[] = [
      {},
      { Authorization: "Bearer x" },
      { [LOCAL_HEADER]: "0" },
    ];
    for (const headers of strange) {
      const answer = await GET(new Request("http://portal/api/metrics", { headers }));
      expect(answer.status).toBe(401);
      expect(await answer.text()).toBe("");
    }
  });

  it("counts turns and waits, and goes on where it was when the log is added up", async () => {
    await sql("UPDATE metric_counted SET log_until = $1", [new Date(NOON - HOUR)]);
    const before = sampleOf(await scraped(), "gpusched_turns_total");
    await twoTurns();
    const look = async () => {
      const all = await scraped();
      return {
        turns: sampleOf(all, "gpusched_turns_total") - before,
        reserved: sampleOf(all, "gpusched_reservations_total"),
        ended: sampleOf(all, "gpusched_uses_completed_total"),
        atOnce: sampleOf(all, "gpusched_turn_wait_seconds_bucket", { le: "60" }),
        inThreeHours: sampleOf(all, "gpusched_turn_wait_seconds_bucket", { le: "10800" }),
        seconds: sampleOf(all, "gpusched_turn_wait_seconds_sum"),
      };
    };
    const counted = { turns: 2, reserved: 2, ended: 1, atOnce: 1, inThreeHours: 2, seconds: 7_200 };
    expect(await look()).toEqual(counted);
    await countOldEvents();
    // The second turn is newer than ten minutes; all before it is in the totals now.
    expect(
      await sql("SELECT value FROM metric_total WHERE name = 'turn-wait' AND label = '60'"),
    ).toEqual([{ value: 1 }]);
    expect(await look()).toEqual(counted);
    itIs(NOON + 5 * HOUR);
    await Promise.all([countOldEvents(), countOldEvents()]);
    expect(await look()).toEqual(counted);
  });

  it("has what workers counted, once, whichever process they were", async () => {
    const sent = { outcome: "sent" };
    const before = sampleOf(await scraped(), "gpusched_mail_attempts_total", sent);
    tallies().add("mail", "sent", 3);
    tallies().addLength("turn-mail", 0.7, [0.25, 0.5, 1]);
    await beat(WORKER, false);
    await beat(WORKER, false);
    const all = await scraped();
    expect(sampleOf(all, "gpusched_mail_attempts_total", sent)).toBe(before + 3);
    expect(sampleOf(all, "gpusched_turn_mail_delay_seconds_bucket", { le: "1" })).toBe(1);
    expect(sampleOf(all, "gpusched_turn_mail_delay_seconds_bucket", { le: "0.5" })).toBe(0);
  });

  it("loses no count when the database is away at a beat", async () => {
    tallies().add("job", "mail done", 5);
    await sql("ALTER TABLE worker RENAME TO away");
    await expect(beat(WORKER, false)).rejects.toThrow("worker");
    await sql("ALTER TABLE away RENAME TO worker");
    await beat(WORKER, false);
    const done = { queue: "mail", outcome: "done" };
    expect(sampleOf(await scraped(), "gpusched_jobs_total", done)).toBe(5);
  });

  it("names its metrics as Prometheus advises", async () => {
    for (const { name, help, type } of (await scraped()).values()) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      if (!name.startsWith("gpusched_")) continue;
      expect(name.endsWith("_total"), name).toBe(type === "counter");
      if (type === "histogram") expect(name).toMatch(/_seconds$/);
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|count|sum|bucket)$/);
      expect(help).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("requests", () => {
  const routeOf = routesIn("tests/features/watch/routes-manifest.json");

  it("are counted by route: as many as there are pages, and none is an address", async () => {
    expect(routeOf("/gpus/12?tab=x")).toBe("/gpus/[id]");
    expect(routeOf("/")).toBe("/");
    expect(routeOf("/api/calendar/secret.ics")).toBe("/api/calendar/[address]");
    expect(routeOf("/_next/static/chunks/a1b2.js")).toBe("/_next/*");
    expect(routeOf("/wp-login.php")).toBe("/[...path]");
    expect(routeOf("*")).toBe("other");
    expect(routesIn("tests/none.json")("/gpus/12")).toBe("other");
    countRequest({ route: "/gpus/[id]", method: "GET", status: 200, seconds: 0.2 });
    countRequest({ route: "/gpus/[id]", method: "BREW", status: 404, seconds: 0.2 });
    countRequest({ route: "/api/live", method: "GET", status: 200, seconds: 3_600 });
    const all = await scraped();
    const route = "/gpus/[id]";
    expect(sampleOf(all, "gpusched_http_requests_total", { route, method: "other" })).toBe(1);
    expect(
      sampleOf(all, "gpusched_http_request_duration_seconds_bucket", { route, le: "0.25" }),
    ).toBe(2);
    const timed = all.get("gpusched_http_request_duration_seconds")?.samples ?? [];
    expect(timed.some(({ labels }) => labels.route === "/api/live")).toBe(false);
  });

  it("that failed are in the log, but not all that ask a night long whether it works again", () => {
    const lines = vi.spyOn(log, "warn").mockImplementation(() => undefined);
    for (const url of ["/gpus/[id]", "/api/alive", "/api/health", "/api/health/ready"]) {
      const response = new ServerResponse(new IncomingMessage(new Socket()));
      watchAnswer({ method: "GET", url } as IncomingMessage, response, (route) => route);
      response.writeHead(503);
      response.emit("close");
    }
    expect(lines.mock.calls.map(([{ route }]) => route)).toEqual(["/gpus/[id]"]);
    lines.mockRestore();
  });
});

describe("dashboard and alerts", () => {
  type Rule = { alert: string; expr: string; annotations: { summary: string } };
  const rules = (
    parse(readFileSync("deploy/prometheus/gpusched-rules.yml", "utf8")) as {
      groups: { rules: Rule[] }[];
    }
  ).groups.flatMap((group) => group.rules);
  type Panel = { title: string; targets: { expr: string }[] };
  const { panels } = JSON.parse(readFileSync("deploy/grafana/gpusched.json", "utf8")) as {
    panels: Panel[];
  };
  const asked: [what: string, expr: string][] = [
    ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
    ...panels.flatMap(({ title, targets }) =>
      targets.map(({ expr }): [string, string] => [title, expr]),
    ),
  ];

  it("ask only for metrics and labels that there are", async () => {
    countRequest({ route: "/", method: "GET", status: 200, seconds: 0.1 });
    await sql(`INSERT INTO agent (server_id, heard_at) SELECT min(id), now() FROM server`);
    await beat(WORKER, false);
    const all = await scraped();
    const samples = [...all.values()].flatMap((family) => family.samples);
    for (const [what, expr] of asked) {
      for (const [name] of expr.matchAll(/\b(?:gpusched|process|nodejs)_\w+/g)) {
        const found = samples.find((sample) => sample.name === name);
        expect(found, `${what}: ${name}`).toBeDefined();
      }
      const [, by = ""] = /by \(([^)]*)\)/.exec(expr) ?? [];
      for (const label of by.split(",").map((word) => word.trim())) {
        if (!label || expr.includes("up{")) continue;
        const named = samples.filter(({ name }) => expr.includes(name));
        expect(
          named.some(({ labels }) => label in labels),
          `${what}: ${label}`,
        ).toBe(true);
      }
    }
  });

  it("watch every part, and every alert says what is wrong", () => {
    expect(rules.length).toBeGreaterThanOrEqual(10);
    for (const { alert, annotations } of rules) {
      expect(alert).toMatch(/^Gpusched[A-Z]/);
      expect(annotations.summary.length).toBeGreaterThan(20);
    }
  });

  it("take parentheses and braces in pairs", () => {
    for (const [what, expr] of asked) {
      const stack: string[] = [];
      const PAIRS: Record<string, string> = { ")": "(", "}": "{", "]": "[" };
      for (const sign of expr) {
        if ("([{".includes(sign)) stack.push(sign);
        else if (sign in PAIRS) expect(stack.pop(), what).toBe(PAIRS[sign]);
      }
      expect(stack, what).toEqual([]);
    }
  });
});

// Last: from here on this file's database is away.
it("says that the database is away, and what it knows without it", async () => {
  await disconnect();
  vi.resetModules();
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  const route = await import("@/app/api/metrics/route");
  const headers = { [LOCAL_HEADER]: "1" };
  const answer = await route.GET(new Request("http://portal/api/metrics", { headers }));
  const all = readPrometheus(await answer.text());
  expect(sampleOf(all, "gpusched_ok", { part: "database" })).toBe(0);
  expect(sampleOf(all, "process_resident_memory_bytes")).toBeGreaterThan(0);
  // A count that nobody knows is not told: as 0 it would look like a restart.
  expect(all.has("gpusched_turns_total")).toBe(false);
  await (await import("@/lib/db")).disconnect();
  vi.unstubAllEnvs();
});
