/** What others do is seen at once, and what is being typed stays. */
import AxeBuilder from "@axe-core/playwright";
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "reservation");
const reserve = translator("en", "reserve");
const preview = translator("en", "reserve.preview");
const words = translator("en", "gpu.words");

/** Well below the 15 s after which a page asks in any case. */
const SOON = { timeout: 7_000 };

test("one releases, and the next one's page says that it is their turn, without a reload", async ({
  newBrowser,
}) => {
  const [first, second] = [await reader(), await reader()];
  const { gpu, id } = await useOf(first);
  await queueUp(second, gpu);
  const other = await makeGpu();
  await giveAccess(second, other);

  const theirs = await newBrowser();
  await beSomebody(theirs, second);
  const waiting = await theirs.newPage();
  await waiting.goto("/reserve");
  await expect(waiting.getByText(t("place", { place: 1 })).first()).toBeVisible();
  // In the middle of reserving another one.
  await waiting.locator(`[name=gpuId][value="${other}"]`).check();
  const hours = waiting.getByLabel(reserve("hours"), { exact: true });
  await hours.fill("7");

  const holders = await newBrowser();
  await beSomebody(holders, first);
  const holding = await holders.newPage();
  await holding.goto(`/reservations/${id}`);
  const main = holding.getByRole("main");
  await main.getByRole("button", { name: t("release.button") }).click();
  await holding
    .getByRole("dialog")
    .getByRole("button", { name: t("release.button") })
    .click();

  const start = waiting.getByRole("main").getByRole("button", { name: t("start.button") });
  await expect(start).toBeVisible(SOON);
  await expect(hours).toBeFocused();
  await expect(hours).toHaveValue("7");
  await expect(waiting.locator(`[name=gpuId][value="${other}"]`)).toBeChecked();
});

test("hours preview the place and the start, in words and in the timeline", async ({
  page,
  context,
}) => {
  const [holder, person] = [await reader(), await reader()];
  const { gpu } = await useOf(holder);
  const free = await makeGpu();
  for (const each of [gpu, free]) await giveAccess(person, each);
  await beSomebody(context, person);
  await page.goto("/reserve");
  await expect(page.getByText(words("free"), { exact: true })).toBeVisible();

  const seen = page.getByRole("region", { name: preview("title") });
  await expect(seen).toContainText(preview("choose"));
  await page.locator(`[name=gpuId][value="${gpu}"]`).focus();
  await page.keyboard.press("Space");
  await expect(seen).toContainText(preview("place", { place: 1 }));
  await expect(seen).toContainText(preview("basis"));
  await page.getByLabel(reserve("hours"), { exact: true }).fill("３");
  await expect(seen.getByText(preview("end"))).toBeVisible();
  await expect(page.locator(`[data-proposal="${gpu}"]`)).toBeVisible();
  await page.getByLabel(reserve("hours"), { exact: true }).fill("4000");
  await expect(seen).toContainText(preview("tooLong", { hours: 48 }));
  await page.locator(`[name=gpuId][value="${free}"]`).check();
  await page.getByLabel(reserve("hours"), { exact: true }).fill("1");
  await expect(seen).toContainText(preview("atOnce"));
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);

  await page.getByRole("button", { name: reserve("submit"), exact: true }).click();
  await expect(page.getByRole("heading", { name: t("headline.NOTIFIED") })).toBeVisible();
});

test("the timeline says in words what it draws", async ({ page, context }) => {
  const [holder, person] = [await reader(), await reader()];
  const { gpu } = await useOf(holder);
  await queueUp(person, gpu);
  const [{ name } = { name: "" }] = await sql(`SELECT name FROM "user" WHERE id = $1`, [holder.id]);
  await beSomebody(context, person);
  await page.goto(`/gpus/${gpu}`);
  const timeline = page.getByRole("region", { name: translator("en", "timeline")("label") });
  const items = timeline.getByRole("listitem");
  await expect(
    items.filter({ hasText: `In use by ${name} (Test Lab) until` }).last(),
  ).toBeAttached();
  await expect(
    items.filter({ hasText: "1st in line: You (Test Lab), estimated" }).last(),
  ).toBeAttached();
});

test("GPUs are found by what the URL says, also without JavaScript", async ({ newBrowser }) => {
  const context = await newBrowser({ javaScriptEnabled: false });
  const person = await reader();
  const { gpu } = await useOf(await reader());
  await giveAccess(person, gpu);
  const free: number[] = [];
  for (let count = 0; count < 7; count += 1) {
    const id = await makeGpu();
    await giveAccess(person, id);
    free.push(id);
  }
  await beSomebody(context, person);
  const page = await context.newPage();
  await page.goto("/dashboard");
  await page.getByRole("link", { name: "7 GPUs", exact: true }).click();
  await expect(page).toHaveURL(/\?state=free$/);
  await expect(page.getByRole("article")).toHaveCount(7);
  await page.goto("/reserve?state=held");
  await expect(page.locator("[name=gpuId]")).toHaveCount(1);
  await expect(page.getByText(/You would be 1st in line/)).toBeVisible();
  for (const odd of [
    "state=%00",
    "state=x&state=y",
    "order=%F0%9F%98%80&search=%00",
    "gpu=1e99&hours=-1",
    `search=${"a".repeat(3_000)}`,
  ]) {
    for (const path of ["/reserve", "/dashboard"]) {
      expect((await page.goto(`${path}?${odd}`))?.status(), odd).toBe(200);
    }
  }
});
