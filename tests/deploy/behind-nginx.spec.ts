/** The real build behind the real nginx, where the two meet. */
import { once } from "node:events";
import { request } from "node:https";
import { sql } from "@/lib/db";
import { administrator } from "../e2e/support/address";
import { logIn, register, visitor } from "../e2e/support/people";
import { requestOfARegistration } from "../e2e/support/requests";
import { expect, test } from "../e2e/support/test";

test("the portal believes nginx, not the visitor, where a request comes from", async ({
  newBrowser,
}) => {
  const forged = { "X-Forwarded-For": "10.9.8.7", Forwarded: "for=10.9.8.7" };
  const stranger = await visitor(
    await newBrowser({ extraHTTPHeaders: forged }),
    "far.away",
    "Far Away",
  );
  await register(stranger);
  const seen = await sql(
    `SELECT a.address FROM audit_log a JOIN "user" u ON u.id = a.actor_id WHERE username = $1`,
    [stranger.username],
  );
  expect(seen).toEqual([{ address: "127.0.0.1" }]);
});

test("a page comes compressed, by HTTP/2, with each security header once; its scripts stay a year", async ({
  page,
}) => {
  const scripts: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/_next/static/")) return;
    scripts.push((await response.allHeaders())["cache-control"] ?? "");
  });
  const answer = await page.goto("/login");
  const headers = (await answer?.headersArray()) ?? [];
  const of = (name: string) => headers.filter((header) => header.name.toLowerCase() === name);
  for (const name of ["strict-transport-security", "content-security-policy", "referrer-policy"]) {
    expect(of(name), name).toHaveLength(1);
  }
  expect(of("content-encoding")).toEqual([expect.objectContaining({ value: "gzip" })]);
  const protocol = () => performance.getEntriesByType("navigation")[0]?.toJSON().nextHopProtocol;
  expect(await page.evaluate(protocol)).toBe("h2");
  await expect.poll(() => scripts.length).toBeGreaterThan(3);
  expect(new Set(scripts)).toEqual(new Set(["public, max-age=31536000, immutable"]));
});

test("a session travels over HTTPS only, and its events arrive while the stream is open", async ({
  page,
  context,
}) => {
  const { login, password } = administrator();
  await logIn(page, login, password);
  const cookies = await context.cookies();
  const session = cookies.find(({ name }) => name === "__Secure-next-auth.session-token");
  expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: "Lax" });

  const host = new URL(page.url()).host;
  const sent = request({
    host: "127.0.0.1",
    port: Number(process.env.E2E_HTTPS_PORT),
    path: "/api/live",
    servername: host,
    rejectUnauthorized: false,
    headers: { Host: host, Cookie: `${session?.name}=${session?.value}` },
  });
  const [response] = await once(sent.end(), "response");
  expect(response.statusCode).toBe(200);
  const [chunk] = await once(response, "data");
  expect(String(chunk)).toContain("retry:");
  sent.destroy();
});

test("no visitor reads how the portal is, though nginx stands on its machine", async ({
  request,
}) => {
  expect((await request.get("/api/metrics")).status()).toBe(401);
  expect(await (await request.get("/api/health")).json()).toEqual({ status: "ok" });
});

test("nginx's word for a request leads to what the worker did for it", async ({ newBrowser }) => {
  const invented = { "X-Request-Id": "invented-by-a-visitor" };
  const context = await newBrowser({ extraHTTPHeaders: invented });
  const request = await requestOfARegistration(context, "followed.through");
  expect(request).toMatch(/^[0-9a-f]{32}$/);
});
