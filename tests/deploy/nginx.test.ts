/** nginx with the real file, before two web processes that only repeat what they were asked. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import {
  request as askPlain,
  createServer,
  type IncomingHttpHeaders,
  type Server,
} from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type RequestOptions, request } from "node:https";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { NAME, type Nginx, startNginx } from "./nginx";

type Echo = { process: number; headers: IncomingHttpHeaders; method: string; bytes: number };

let nginx: Nginx;
const processes: Server[] = [];

beforeAll(async () => {
  for (const number of [1, 2]) processes.push(await startEcho(number, 0));
  const [first = 0, second = 0] = processes.map(portOf);
  nginx = await startNginx([first, second]);
});

afterAll(async () => {
  await nginx?.stop();
  for (const server of processes) server.close();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** Answers with what arrived; /api/live with an event now and another when it is asked for. */
async function startEcho(number: number, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.url === "/api/live") {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: 1\n\n");
      return;
    }
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    const { headers, method } = request;
    response.setHeader("X-Request-Id", "the portal's own");
    response.setHeader("Content-Type", "application/json");
    const padding = request.url === "/long" ? " ".repeat(5_000) : "";
    response.end(JSON.stringify({ process: number, headers, method, bytes }) + padding);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

type Ask = RequestOptions & { body?: string | Buffer; expectContinue?: boolean };

async function ask(path: string, { body, ...options }: Ask = {}) {
  const headers = { Host: NAME, ...options.headers };
  const own = { port: nginx.https, path, servername: NAME, rejectUnauthorized: false };
  const sent = request({ host: "127.0.0.1", ...own, agent: false, ...options, headers });
  // Refused while it still sends: the answer came before.
  sent.on("error", () => undefined);
  sent.end(body);
  const [response] = await once(sent, "response");
  const content = Buffer.concat(await response.toArray());
  const text = response.headers["content-encoding"] === "gzip" ? gunzipSync(content) : content;
  return {
    status: response.statusCode as number,
    headers: response.headers as IncomingHttpHeaders,
    text: String(text),
    echo: (): Echo => JSON.parse(String(text)),
  };
}

const post = (path: string, bytes: number, headers = {}) =>
  ask(path, { method: "POST", body: Buffer.alloc(bytes, "x"), headers });

test("HTTP leads to the same page of the portal over HTTPS, whatever name was asked for", async () => {
  const sent = askPlain({
    port: nginx.http,
    path: "/gpus/3?view=table",
    headers: { Host: "x.org" },
  });
  const [response] = await once(sent.end(), "response");
  expect(response.resume().statusCode).toBe(301);
  expect(response.headers.location).toBe(`https://${NAME}/gpus/3?view=table`);
});

test("a browser is told to use nothing but HTTPS, also by refusals", async () => {
  const hsts = "max-age=63072000";
  for (const path of ["/", "/_next/static/missing.js", "/api/ingest"]) {
    expect((await ask(path)).headers["strict-transport-security"], path).toBe(hsts);
  }
  const refused = await post("/login", 100_000);
  expect(refused).toMatchObject({ status: 413, headers: { "strict-transport-security": hsts } });
});

test("HTTP/2 is spoken", async () => {
  const options = { servername: NAME, rejectUnauthorized: false };
  const session = connectHttp2(`https://127.0.0.1:${nginx.https}`, options);
  const stream = session.request({ ":path": "/", ":authority": NAME });
  const [headers] = await once(stream, "response");
  expect(headers[":status"]).toBe(200);
  expect(session.alpnProtocol).toBe("h2");
  session.destroy();
});

test("what a visitor says of where they come from never arrives", async () => {
  const invented = {
    "X-Forwarded-For": "10.0.0.1",
    "X-Real-IP": "10.0.0.1",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "1",
    Forwarded: "for=10.0.0.1",
    "X-Request-Id": "invented",
    "X-Middleware-Subrequest": "middleware",
  };
  const { headers } = (await ask("/", { headers: invented })).echo();
  expect(headers).toMatchObject({
    host: NAME,
    "x-forwarded-for": "127.0.0.1",
    "x-real-ip": "127.0.0.1",
    "x-forwarded-proto": "https",
    "x-forwarded-host": NAME,
  });
  expect(headers["x-request-id"]).toMatch(/^[0-9a-f]{32}$/);
  for (const name of ["forwarded", "x-forwarded-port", "x-middleware-subrequest"]) {
    expect(headers, name).not.toHaveProperty(name);
  }
});

test("every request has a number of its own, which the answer and the log tell", async () => {
  const first = await ask("/gpus?secret=17");
  const id = first.headers["x-request-id"];
  expect(id).toBe(first.echo().headers["x-request-id"]);
  expect((await ask("/gpus")).headers["x-request-id"]).not.toBe(id);
  await expect
    .poll(() => nginx.log("gpusched.log"))
    .toMatch(new RegExp(`^127\\.0\\.0\\.1 \\[.*\\] "GET /gpus HTTP/1\\.1" 200 .* ${id}$`, "m"));
});

test("no log holds what is secret in an address, not even when the portal is away", async () => {
  await ask("/api/calendar/capability-of-somebody");
  await ask("/reset-password?token=capability-of-somebody");
  await withoutPortal(async () => {
    expect((await ask("/api/calendar/capability-of-somebody")).status).toBe(503);
    expect((await ask("/reset-password?token=capability-of-somebody")).status).toBe(503);
  });
  await expect
    .poll(() => nginx.log("gpusched.log"))
    .toContain('"GET /api/calendar/* HTTP/1.1" 503');
  expect(nginx.log("gpusched.log") + nginx.log("error.log")).not.toContain("capability");
});

test("another name is not served", async () => {
  const refused = await ask("/", { headers: { Host: "evil.example" } });
  expect(refused.status).toBe(421);
  expect(refused.text).not.toContain("process");
});

test("long answers are compressed for whoever takes it, by nginx and not by the portal", async () => {
  const compressed = await ask("/long", { headers: { "Accept-Encoding": "gzip" } });
  expect(compressed.headers).toMatchObject({ "content-encoding": "gzip", vary: "Accept-Encoding" });
  expect(compressed.echo().headers).not.toHaveProperty("accept-encoding");
  expect((await ask("/long")).headers).not.toHaveProperty("content-encoding");
});

test("a form may have 64 KiB, reports and the access matrix 1 MiB", async () => {
  for (const [path, most] of [
    ["/register", 64 * 1024],
    ["/api/ingest", 1024 * 1024],
    ["/admin/access", 1024 * 1024],
  ] as const) {
    expect((await post(path, most)).echo().bytes, path).toBe(most);
    expect((await post(path, most + 1)).status, path).toBe(413);
  }
});

test("an event reaches the page while its stream is open", async () => {
  const options = { port: nginx.https, path: "/api/live", servername: NAME };
  const sent = request({ ...options, rejectUnauthorized: false, headers: { Host: NAME } });
  const [response] = await once(sent.end(), "response");
  const [chunk] = await once(response, "data");
  expect(String(chunk)).toBe("data: 1\n\n");
  sent.destroy();
});

test("a burst of passwords from one address is refused; pages are not", async () => {
  const statuses: number[] = [];
  for (let count = 0; count < 30; count++) statuses.push((await post("/login", 10)).status);
  expect(statuses.slice(0, 15)).toEqual(Array(15).fill(200));
  expect(statuses.slice(-5)).toEqual(Array(5).fill(429));
  const refused = await post("/api/auth/callback/credentials", 10);
  expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "10" } });
  expect(refused.text).toContain("請稍候再試");
  expect((await ask("/login")).status).toBe(200);
  expect((await post("/reserve", 10)).status).toBe(200);
  expect((await post("/api/ingest", 10)).status).toBe(200);
});

test("one agent's flood is refused; the others behind the same address are heard", async () => {
  const send = async (token: string) =>
    (await post("/api/ingest", 10, { Authorization: `Bearer ${token}` })).status;
  const flood = await Promise.all(Array.from({ length: 100 }, () => send("one")));
  expect(flood.filter((status) => status === 200).length).toBeGreaterThanOrEqual(61);
  expect(flood).toContain(429);
  const others = await Promise.all(Array.from({ length: 60 }, (_, n) => send(`other-${n}`)));
  expect(others).toEqual(Array(60).fill(200));
});

test("while one process restarts, the other answers everything, forms included", async () => {
  const served = async () => (await post("/reserve", 10)).echo().process;
  expect(new Set(await Promise.all([served(), served(), served(), served()]))).toEqual(
    new Set([1, 2]),
  );
  for (const index of [0, 1]) {
    const port = await close(index);
    for (let count = 0; count < 6; count++) expect(await served()).toBe(2 - index);
    processes[index] = await startEcho(index + 1, port);
  }
});

async function close(index: number): Promise<number> {
  const server = processes[index] as Server;
  const port = portOf(server);
  server.closeAllConnections();
  server.close();
  await once(server, "close");
  return port;
}

async function withoutPortal(work: () => Promise<void>): Promise<void> {
  const ports = [await close(0), await close(1)];
  try {
    await work();
  } finally {
    for (const [index, port] of ports.entries()) {
      processes[index] = await startEcho(index + 1, port);
    }
  }
}

test("while both are away, people and agents are told to come back", async () => {
  await withoutPortal(async () => {
    const answer = await ask("/dashboard");
    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "5" } });
    expect(answer.text).toContain("系統暫時無法使用");
    expect((await post("/api/ingest", 10)).status).toBe(503);
  });
  expect((await ask("/dashboard")).status).toBe(200);
});

test("a page opened before an upgrade still finds its scripts, which are kept for a year", async () => {
  const old = `${nginx.folder}/previous/.next/static/chunks`;
  mkdirSync(old, { recursive: true });
  const content = "'of the version before';".repeat(100);
  writeFileSync(`${old}/old.js`, content);
  const script = await ask("/_next/static/chunks/old.js", {
    headers: { "Accept-Encoding": "gzip" },
  });
  expect(script.text).toBe(content);
  expect(script.headers).toMatchObject({
    "content-type": "application/javascript",
    "content-encoding": "gzip",
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  });
  const missing = await ask("/_next/static/chunks/missing.js");
  expect(missing.status).toBe(404);
  expect(missing.headers).not.toHaveProperty("cache-control");
  // Nothing else of a release is a page.
  for (const path of ["/_next/static/../BUILD_ID", "/_next/static/%2e%2e/%2e%2e/package.json"]) {
    expect((await ask(path)).echo().process, path).toBeGreaterThan(0);
  }
});
