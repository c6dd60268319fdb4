/** What a GPU does, on the dashboard and on its page: charts, the same as a table, and live. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import { freePort } from "@/scripts/ports";
import { makeGpu } from "../support/people";
import { sample, store } from "../support/samples";
import { givePast } from "./support/past";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "stats");
let viewer: Actor;
let other: { name: string };
let gpu: number;

test.beforeAll(async () => {
  viewer = await reader();
  const holder = await reader();
  gpu = (await useOf(viewer)).gpu;
  await givePast(gpu, holder);
  [other] = (await sql<{ name: string }>(`SELECT name FROM "user" WHERE id = $1`, [holder.id])) as [
    { name: string },
  ];
});

test.beforeEach(async ({ context }) => {
  await beSomebody(context, viewer);
  const url = process.env.E2E_PORTAL ?? "";
  await context.addCookies([{ name: TIME_ZONE_COOKIE, value: "Asia/Taipei", url }]);
});

const figure = (page: Page, measure: string) =>
  page.getByRole("figure", { name: translator("en", "stats.chart")(measure as "load") });

/** Where some share of a chart's width is. */
async function pointAt(page: Page, measure: string, share: number): Promise<void> {
  await figure(page, measure).scrollIntoViewIfNeeded();
  const plot = await figure(page, measure).locator("[data-grid]").boundingBox();
  if (!plot) throw new Error("there is no chart");
  await page.mouse.move(plot.x + plot.width * share, plot.y + plot.height / 2);
}

/** The number of a measure that the page shows as that of now. */
const current = (page: Page, measure: string) => page.locator(`dl [data-measure=${measure}] dd`);

test("charts show what a GPU did, and who held it", async ({ page }) => {
  await page.goto(`/gpus/${gpu}`);
  for (const measure of ["load", "temperature", "memoryLoad", "memoryUsed"]) {
    await expect(figure(page, measure).locator("path.recharts-line-curve")).toBeVisible();
  }
  await expect(figure(page, "temperature")).toContainText("38 °C to 71 °C");
  await expect(page.getByText("computing for 5 h, idle for")).toBeVisible();
  const load = figure(page, "load");
  await expect(load.locator("[data-holder=other]")).toHaveCount(1);
  await expect(load.locator("[data-holder=own]")).toHaveCount(1);
  await expect(load.locator("[data-holder=other] [data-idle]")).toHaveCount(1);
  // Ten hours without data are no line: it begins a second time.
  const line = await load.locator("path.recharts-line-curve").getAttribute("d");
  expect(line?.match(/M/g)).toHaveLength(2);

  // Seven hours ago, of seven days.
  await pointAt(page, "load", 1 - 7 / (7 * 24));
  const tooltip = load.locator(".recharts-tooltip-wrapper");
  await expect(tooltip).toContainText("80%");
  await expect(tooltip).toContainText(other.name);
  // The others show the same moment.
  await expect(figure(page, "temperature").locator(".recharts-tooltip-wrapper")).toContainText(
    "71 °C",
  );
  await pointAt(page, "load", 1 - 25 / (7 * 24));
  await expect(tooltip).toContainText("–");
  await expect(tooltip).toContainText(t("nobody"));
});

test("a chart is read with the arrow keys too", async ({ page }) => {
  await page.goto(`/gpus/${gpu}`);
  const load = figure(page, "load");
  await load.getByRole("application", { name: t("name.load") }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(load.locator(".recharts-tooltip-wrapper")).toContainText(t("nobody"));
});

test("pages without charts load no chart's JavaScript", async ({ page }) => {
  const bytes = async (path: string, isReady: () => Promise<void>) => {
    const scripts: Promise<number>[] = [];
    page.on("response", (response) => {
      if (!response.url().endsWith(".js")) return;
      scripts.push(response.body().then((body) => body.length));
    });
    await page.goto(path);
    await isReady();
    page.removeAllListeners("response");
    return (await Promise.all(scripts)).reduce((a, b) => a + b, 0);
  };
  const dashboard = await bytes("/dashboard", () => expect(current(page, "load")).toBeVisible());
  const table = await bytes(`/gpus/${gpu}?view=table`, () =>
    expect(page.getByRole("table")).toBeVisible(),
  );
  const charts = await bytes(`/gpus/${gpu}`, () =>
    expect(figure(page, "load").locator("path.recharts-line-curve")).toBeVisible(),
  );
  expect(charts - Math.max(dashboard, table)).toBeGreaterThan(100_000);
  expect(dashboard).toBeLessThan(charts / 1.5);
});

test("a chart that cannot be loaded says so, and is tried again when asked", async ({ page }) => {
  await page.route("**/api/gpus/*/chart", (route) => route.abort("aborted"));
  await page.goto(`/gpus/${gpu}`);
  const load = figure(page, "load");
  await expect(load.getByText(t("failed"))).toBeVisible();
  await page.unroute("**/api/gpus/*/chart");
  await load.getByRole("button", { name: t("retry") }).click();
  await expect(load.locator("path.recharts-line-curve")).toBeVisible();
});

test("the same numbers are a table, day by day, also without JavaScript", async ({
  newBrowser,
}) => {
  const context = await newBrowser({ javaScriptEnabled: false });
  await beSomebody(context, viewer);
  const page = await context.newPage();
  await page.goto(`/gpus/${gpu}`);
  await expect(figure(page, "temperature")).toContainText("38 °C to 71 °C");
  await page.getByRole("link", { name: translator("en", "stats.view")("table") }).click();
  await expect(page).toHaveURL(/\?view=table$/);
  // Nobody knows where they are.
  await expect(page.getByRole("columnheader").first()).toHaveText(/^Time \(.+\)$/);
  const text = [await page.getByRole("table").innerText()];
  for (let day = 0; day < 2; day += 1) {
    await page.getByRole("link", { name: translator("en", "stats.table")("previous") }).click();
    await expect(page).toHaveURL(/day=\d{4}-\d\d-\d\d/);
    text.push(await page.getByRole("table").innerText());
  }
  const all = text.join("\n");
  expect(all).toContain(`80%\t71 °C\t40%\t18 GiB\t${other.name}`);
  expect(all).toContain("–\t–\t–\t–\t–");
  expect(all).toContain("0%\t38 °C\t0%\t512 MiB\t–");
});

test("a GPU that never told anything says what would be here", async ({ page }) => {
  const { id: silent } = (
    await sql<{ id: number }>(
      "INSERT INTO gpu (server_id, gpu_index, model, cuda_version, connection_info, max_hours) SELECT server_id, 7, model, cuda_version, '-', 48 FROM gpu WHERE id = $1 RETURNING id",
      [gpu],
    )
  )[0] as { id: number };
  await sql("INSERT INTO user_gpu_access (user_id, gpu_id) VALUES ($1, $2)", [viewer.id, silent]);
  await page.goto(`/gpus/${silent}`);
  await expect(page.getByText(t("empty"))).toBeVisible();
  await expect(page.getByRole("figure")).toHaveCount(0);
  await sql("DELETE FROM gpu WHERE id = $1", [silent]);
});

for (const path of ["/dashboard", "GPU"]) {
  test(`numbers change by themselves (${path})`, async ({ page }) => {
    await page.goto(path === "GPU" ? `/gpus/${gpu}` : path);
    await expect(current(page, "load")).toHaveText(/\d+%/);
    await page.evaluate(() => document.body.setAttribute("data-kept", ""));
    for (const load of [path === "GPU" ? 31 : 41, path === "GPU" ? 32 : 42]) {
      await store([sample(gpu, Date.now(), { load })]);
      await expect(current(page, "load")).toHaveText(`${load}%`, { timeout: 5_000 });
    }
    await expect(page.locator("body[data-kept]")).toBeVisible();
  });
}

test("numbers change also where event streams are blocked", async ({ page }) => {
  await page.route("**/api/live", (route) => route.abort("aborted"));
  // Pages themselves are asked for anew too; here that must not be what changes the numbers.
  await page.route("**/api/alive", (route) => route.fulfill({ status: 204 }));
  await page.goto("/dashboard");
  const polled = page.waitForResponse("**/api/readings");
  await polled;
  await store([sample(gpu, Date.now(), { load: 57 })]);
  const next = await page.waitForResponse("**/api/readings", { timeout: 25_000 });
  expect(next.status()).toBe(200);
  await expect(current(page, "load")).toHaveText("57%", { timeout: 2_000 });
});

test("old numbers are not shown as those of now", async ({ page }) => {
  await sql("UPDATE gpu_reading SET at = at - interval '1 hour' WHERE gpu_id = $1", [gpu]);
  await page.goto("/dashboard");
  await expect(
    page.getByText(/^no data since \d\d:\d\d$|^no data since .*, \d\d:\d\d$/),
  ).toBeVisible();
  await expect(current(page, "temperature")).toHaveText("–");
  await store([sample(gpu, Date.now(), { load: 12 })]);
  await expect(current(page, "load")).toHaveText("12%", { timeout: 5_000 });
});

test("a card above its limit is shown to be too hot, while it is", async ({ page }) => {
  await page.goto("/dashboard");
  await store([sample(gpu, Date.now(), { temperature: 91 })]);
  await expect(page.getByText(t("tooHot"))).toBeVisible({ timeout: 5_000 });
  await store([sample(gpu, Date.now(), { temperature: 70 })]);
  await expect(page.getByText(t("tooHot"))).toBeHidden({ timeout: 5_000 });
});

test("charts of a GPU that one does not see are not there", async ({ page, complaints }) => {
  complaints.expectStatus(404);
  const hidden = await makeGpu();
  await store([sample(hidden, Date.now())]);
  expect((await page.request.get(`/api/gpus/${hidden}/chart`)).status()).toBe(404);
  expect((await page.request.get(`/api/gpus/${gpu}/chart`)).status()).toBe(200);
  expect(await (await page.request.get("/api/readings")).text()).not.toContain(`"gpuId":${hidden}`);
  expect((await page.goto(`/gpus/${hidden}`))?.status()).toBe(404);
});

test("without a session there is no stream", async ({ newBrowser }) => {
  const { request } = await newBrowser();
  for (const path of ["/api/live", "/api/readings", `/api/gpus/${gpu}/chart`]) {
    expect((await request.get(path)).status(), path).toBe(401);
  }
});

async function startedWeb(port: number): Promise<ChildProcess> {
  const env = { ...process.env, PORT: String(port), NODE_ENV: "production" } as const;
  const web = spawn(process.execPath, ["dist/web.mjs"], { env, stdio: "inherit" });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/alive`).catch(() => null);
    if (answer?.ok) return web;
    if (web.exitCode !== null) throw new Error("the web server did not start");
    await sleep(100);
  }
}

test("a web server that is told to stop ends its open streams at once", async ({ context }) => {
  const port = await freePort();
  const web = await startedWeb(port);
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const answer = await fetch(`http://127.0.0.1:${port}/api/live`, { headers: { cookie } });
  expect(answer.headers.get("content-type")).toContain("text/event-stream");
  const text = answer.text();
  await sleep(1_500);
  const start = Date.now();
  web.kill("SIGTERM");
  const [code] = await once(web, "exit");
  expect(code).toBe(0);
  expect(Date.now() - start).toBeLessThan(3_000);
  // Ended rather than cut off, and not before it said what it knew.
  expect(await text).toContain(`"gpuId":${gpu}`);
});
