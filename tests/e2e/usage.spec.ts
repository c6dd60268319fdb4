/** Usage hours: an administrator looks closer and takes a file along; a user sees totals and their own. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { DAY } from "@/lib/domain/words";
import { dayOf } from "@/lib/i18n/format";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import { giveAccess, makeGpu } from "../support/people";
import { givePast } from "./support/past";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "usage");
const ZONE = "Asia/Taipei";
const PERSON = "=陳怡君";

let admin: Actor;
let holder: Actor;
let gpu: number;
let gpuName: string;
let hiddenName: string;

const nameOf = async (id: number): Promise<string> =>
  (
    await sql(
      `SELECT s.name || '-' || g.gpu_index AS name FROM gpu g JOIN server s ON s.id = g.server_id
       WHERE g.id = $1`,
      [id],
    )
  )[0]?.name;

test.beforeAll(async () => {
  admin = await reader({ is_admin: true });
  holder = await reader();
  await sql(`UPDATE "user" SET name = $2, lab = '資訊工程系' WHERE id = $1`, [holder.id, PERSON]);
  gpu = await makeGpu();
  gpuName = await nameOf(gpu);
  await giveAccess(holder, gpu);
  await givePast(gpu, holder);
  const hidden = await makeGpu();
  hiddenName = await nameOf(hidden);
  await givePast(hidden, holder);
});

async function open(page: Page, query = ""): Promise<void> {
  const url = process.env.E2E_PORTAL ?? "";
  await page.context().addCookies([{ name: TIME_ZONE_COOKIE, value: ZONE, url }]);
  await page.goto(`/usage${query}`);
  await expect(page.getByRole("heading", { name: t("title") })).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

test("an administrator chooses a period, looks at people, and takes link and file along", async ({
  newBrowser,
}) => {
  const context = await newBrowser({ permissions: ["clipboard-read", "clipboard-write"] });
  await beSomebody(context, admin);
  const page = await context.newPage();
  await page.goto("/dashboard");
  await page
    .getByRole("link", { name: translator("en", "shell")("main.usage") })
    .first()
    .click();
  await open(page);
  const row = page.getByRole("row", { name: gpuName });
  await expect(row.getByText("8 h", { exact: true })).toBeVisible();
  await expect(row.getByText("5 h", { exact: true })).toBeVisible();

  await page.getByRole("link", { name: t("preset.lastMonth") }).click();
  await expect(page).toHaveURL(/period=lastMonth/);
  await page.getByLabel(t("filters.from"), { exact: true }).fill(dayOf(Date.now() - 2 * DAY, ZONE));
  await page.getByLabel(t("filters.to"), { exact: true }).fill(dayOf(Date.now(), ZONE));
  await page
    .getByRole("combobox", { name: t("filters.gpu"), exact: true })
    .selectOption(String(gpu));
  await expect(page).toHaveURL(new RegExp(`gpu=${gpu}`));
  await page.getByRole("link", { name: t("by.user"), exact: true }).click();
  const person = page.getByRole("row", { name: PERSON });
  await expect(person.getByText("8 h", { exact: true })).toBeVisible();

  const download = page.waitForEvent("download");
  await page
    .getByRole("link", { name: translator("en", "common")("download"), exact: true })
    .click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^gpusched-usage-by-user-[\d-]+-to-[\d-]+\.csv$/);
  const text = readFileSync(await file.path(), "utf8");
  expect(text.startsWith(`\ufeff${t("row.user")},${t("row.lab")},${t("file.held")}`)).toBe(true);
  expect(text).toContain(`'${PERSON},資訊工程系,8,5,8,`);

  await page.getByRole("button", { name: t("copyLink") }).click();
  await expect(page.getByText(t("copied"))).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain("zone=Asia%2FTaipei");
  await page.goto("/dashboard");
  await page.goto(link);
  await expect(person.getByText("8 h", { exact: true })).toBeVisible();
  await expect(page.getByRole("combobox", { name: t("filters.gpu"), exact: true })).toHaveValue(
    String(gpu),
  );
});

test("a user sees their GPUs' totals and their own, and nothing of others", async ({
  newBrowser,
}) => {
  const viewer = await reader();
  await giveAccess(viewer, gpu);
  const context = await newBrowser();
  await beSomebody(context, viewer);
  const page = await context.newPage();
  await open(page, `?by=user&user=${holder.id}`);
  const row = page.getByRole("row", { name: gpuName });
  await expect(row.getByText("8 h", { exact: true })).toBeVisible();
  await expect(row.getByText("0 h", { exact: true })).toBeVisible();
  await expect(page.getByText(PERSON)).toHaveCount(0);
  await expect(page.getByText(hiddenName)).toHaveCount(0);
  await expect(page.getByRole("link", { name: t("by.user"), exact: true })).toHaveCount(0);
  await page
    .getByRole("combobox", { name: t("filters.whose"), exact: true })
    .selectOption(t("filters.mine"));
  await expect(page).toHaveURL(new RegExp(`user=${viewer.id}`));
  await expect(row.getByText("0 h", { exact: true })).toBeVisible();
  const file = await page.request.get(`/api/usage?by=user&user=${holder.id}`);
  expect(await file.text()).not.toContain(PERSON);
});

test("nobody who is not logged in gets the file", async ({ newBrowser }) => {
  const page = await (await newBrowser()).newPage();
  expect((await page.request.get("/api/usage")).status()).toBe(401);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`every table of usage is accessible and fits a phone (${colorScheme})`, async ({
    newBrowser,
  }) => {
    const context = await newBrowser({ colorScheme });
    await beSomebody(context, admin);
    const page = await context.newPage();
    for (const by of ["gpu", "user", "lab", "month"]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, `?by=${by}`);
      await expectAccessible(page);
      await page.setViewportSize({ width: 360, height: 740 });
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wider, by).toBe(0);
    }
  });
}

test("the table works before any script", async ({ newBrowser }) => {
  const context = await newBrowser({ javaScriptEnabled: false });
  await beSomebody(context, admin);
  const page = await context.newPage();
  await open(page, `?gpu=${gpu}`);
  await page.getByLabel(t("filters.from"), { exact: true }).fill("2020-01-01");
  await page.getByLabel(t("filters.to"), { exact: true }).fill("2020-01-31");
  await page.getByRole("button", { name: translator("en", "common")("filters.apply") }).click();
  await expect(page).toHaveURL(/from=2020-01-01/);
  await expect(page.getByRole("row", { name: gpuName }).getByText("0 h").first()).toBeVisible();
});
