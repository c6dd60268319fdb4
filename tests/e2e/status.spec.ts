/** Who watches the portal, from outside and inside. */
import { readPrometheus, sampleOf } from "../support/prom-text";
import { addressOfPortal } from "./support/address";
import { beSomebody } from "./support/people";
import { requestOfARegistration } from "./support/requests";
import { closeAfterwards, reader } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "adminStatus");
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${addressOfPortal()}${path}`, { headers });

test("an administrator reads how the portal is; for users the page is not there", async ({
  context,
  newBrowser,
  complaints,
}) => {
  await beSomebody(context, await reader({ is_admin: true }));
  const page = await context.newPage();
  await page.goto("/admin");
  await page
    .getByRole("main")
    .getByRole("link", { name: t("title") })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: t("title") })).toBeVisible();
  const part = (name: string) =>
    page
      .getByRole("table", { name: t("parts") })
      .getByRole("row", { name: new RegExp(`^${name}`) });
  await expect(part(t("database.name"))).toContainText(t("database.ok"));
  await expect(part(t("worker.name"))).toContainText(t("worker.ok", { count: 1 }));
  await expect(page.getByRole("table", { name: t("workers") })).toContainText(t("alive"));

  complaints.expectStatus(404);
  const other = await newBrowser();
  await beSomebody(other, await reader());
  const stranger = await other.newPage();
  expect((await stranger.goto("/admin/status"))?.status()).toBe(404);
});

test("programs on this machine read health and metrics; whom a proxy passes on, a word", async () => {
  expect((await get("/api/health/live")).status).toBe(200);
  expect(await (await get("/api/health/ready")).json()).toEqual({ status: "ok" });
  expect(await (await get("/api/health")).json()).toMatchObject({
    database: { ok: true },
    worker: { ok: true, alive: 1 },
  });
  const metrics = readPrometheus(await (await get("/api/metrics")).text());
  expect(sampleOf(metrics, "gpusched_workers")).toBe(1);
  const route = "/api/health/live";
  expect(sampleOf(metrics, "gpusched_http_requests_total", { route, status: "200" })).toBe(1);

  const passedOn = { "X-Forwarded-For": "127.0.0.1" };
  expect((await get("/api/metrics", passedOn)).status).toBe(401);
  expect(Object.keys(await (await get("/api/health", passedOn)).json())).toEqual(["status"]);
});

test("one word leads from a request to what the worker did for it", async ({ context }) => {
  const invented = "invented-by-a-visitor";
  const answer = await get("/login", { "X-Request-Id": invented });
  expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);

  expect(await requestOfARegistration(context, "followed.up")).toMatch(/^[0-9a-f]{32}$/);
});
