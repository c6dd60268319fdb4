import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, createServer, get, IncomingMessage, type Server } from "node:http";
import { type AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import nextConfig from "@/next.config";
import { drain } from "@/scripts/web/drain";
import { floodGuard } from "@/scripts/web/flood";
import { settleForwarded } from "@/scripts/web/forwarded";

function settled(from: string, headers: Record<string, string>, trustProxy: boolean) {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: from });
  const request = new IncomingMessage(socket);
  Object.assign(request.headers, { host: "localhost:3000", ...headers });
  settleForwarded(request, trustProxy);
  return request.headers;
}

test("a visitor cannot choose the address, the host or the protocol", () => {
  const invented = {
    "x-forwarded-for": "10.0.0.1",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "1",
  };
  expect(settled("::ffff:192.0.2.7", invented, false)).toEqual({
    host: "localhost:3000",
    "x-forwarded-for": "192.0.2.7",
    "x-forwarded-host": "localhost:3000",
    "x-forwarded-proto": "http",
  });
});

test("behind a proxy, the address it added counts, and nothing else", () => {
  const passedOn = {
    host: "gpusched.iottalk.tw",
    "x-forwarded-for": "10.0.0.1, 198.51.100.4",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "https",
    "x-forwarded-port": "443",
  };
  expect(settled("127.0.0.1", passedOn, true)).toEqual({
    host: "gpusched.iottalk.tw",
    "x-forwarded-for": "198.51.100.4",
    "x-forwarded-host": "gpusched.iottalk.tw",
    "x-forwarded-proto": "http",
  });
});

test("a proxy that says nothing, or nonsense, is itself the visitor", () => {
  expect(settled("127.0.0.1", {}, true)["x-forwarded-for"]).toBe("127.0.0.1");
  const nonsense = { "x-forwarded-for": "<script>" };
  expect(settled("::1", nonsense, true)["x-forwarded-for"]).toBe("::1");
});

test("every answer forbids frames, foreign forms and guessed types", async () => {
  const [rule, ...others] = (await nextConfig.headers?.()) ?? [];
  expect(others).toEqual([]);
  expect(rule?.source).toBe("/:path*");
  const headers = Object.fromEntries(rule?.headers.map(({ key, value }) => [key, value]) ?? []);
  expect(headers).toMatchObject({
    "Content-Security-Policy":
      "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
  });
});

afterEach(() => vi.useRealTimers());

test("a flood of reports from one address is refused before anybody works on it", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const refusesFlood = floodGuard();
  const server = createServer((request, response) => {
    request.headers["x-forwarded-for"] = String(request.headers["x-test-address"]);
    if (!refusesFlood(request, response)) response.end("taken");
  });
  const port = await listen(server);
  const post = async (path = "/api/ingest", address = "192.0.2.1") => {
    const headers = { "x-test-address": address };
    const url = `http://127.0.0.1:${port}${path}`;
    const response = await fetch(url, { method: "POST", headers, body: "x".repeat(100_000) });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  for (let count = 0; count < 100; count++) expect((await post()).text).toBe("taken");
  const refused = await post();
  expect(refused).toMatchObject({ status: 429, text: "Too many reports; slow down.\n" });
  expect(refused.headers.get("retry-after")).toBe("1");
  expect((await post("/api/ingest", "192.0.2.2")).status).toBe(200);
  expect((await post("/login")).status).toBe(200);
  const raw = get({ port, path: "/x/../api/./ingest", headers: { "x-test-address": "192.0.2.1" } });
  const [disguised] = await once(raw, "response");
  expect(disguised.resume().statusCode).toBe(429);
  vi.advanceTimersByTime(1_000);
  expect((await post()).status).toBe(200);
  server.close();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

test("a stop answers what was asked, drops idle connections and takes nothing new", async () => {
  const server = createServer(async (request, response) => {
    if (request.url === "/slow") await sleep(300);
    response.end("answered");
  });
  const port = await listen(server);
  const agent = new Agent({ keepAlive: true });
  const ask = async (path: string) => {
    const [response] = await once(get({ port, path, agent }), "response");
    return (await response.toArray()).join("");
  };
  await ask("/");
  const slow = ask("/slow");
  await sleep(50);
  const start = Date.now();
  const drained = drain(server);
  await sleep(50);
  await expect(once(get({ port, path: "/" }), "response")).rejects.toThrow("ECONNREFUSED");
  expect(await slow).toBe("answered");
  await drained;
  expect(Date.now() - start).toBeLessThan(1_500);
  agent.destroy();
});

test("a stop answers those who had come to the door while the process was busy", async () => {
  const server = createServer((_request, response) => response.end("answered"));
  const port = await listen(server);
  // Another process: it connects and asks while this one does nothing else.
  const ask = `fetch("http://127.0.0.1:${port}").then(async (answer) => console.log(await answer.text()), () => console.log("refused"))`;
  const visitors = Array.from({ length: 4 }, () => spawn(process.execPath, ["-e", ask]));
  const said = visitors.map(({ stdout }) => text(stdout));
  busyUntil(() => connectionsTo(port) === visitors.length);
  await drain(server);
  expect(await Promise.all(said)).toEqual(Array(4).fill("answered\n"));
});

/** How many have connected to a port, whether or not they were let in. */
function connectionsTo(port: number): number {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const isTo = new RegExp(`^\\s*\\d+: 0100007F:${hex} [0-9A-F]{8}:[0-9A-F]{4} 01 `);
  return readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .filter((line) => isTo.test(line)).length;
}

function busyUntil(isReached: () => boolean): void {
  const deadline = Date.now() + 15_000;
  while (!isReached() && Date.now() < deadline);
}
