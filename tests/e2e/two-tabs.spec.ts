/** The same person twice, and pages that have grown old. */
import type { BrowserContext, Page } from "@playwright/test";
import { sql } from "@/lib/db";
import { open } from "./support/open";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader, statusOf, turnOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "reservation");
const errors = translator("en", "errors");

/** A page that nobody tells of changes, as one is that has slept. */
async function deaf(context: BrowserContext): Promise<Page> {
  // Never answered: an error would be told to the console.
  await context.route("**/api/live", () => undefined);
  return context.newPage();
}

test("two tabs press Start at once: it starts once, and both show it", async ({ newBrowser }) => {
  const person = await reader();
  const { id } = await turnOf(person);
  const context = await newBrowser();
  await beSomebody(context, person);
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) await tab.goto(`/reservations/${id}`);
  await Promise.all(
    tabs.map((tab) =>
      tab
        .getByRole("main")
        .getByRole("button", { name: t("start.button") })
        .click(),
    ),
  );
  for (const tab of tabs) {
    const started = tab.getByRole("heading", { name: t("headline.ACTIVE") });
    await expect(started.or(tab.getByText(errors("already-started")))).toBeVisible();
    await tab.reload();
    await expect(started).toBeVisible();
  }
  const starts = await sql(
    "SELECT id FROM audit_log WHERE action = 'reservation.started' AND subject_id = $1",
    [id],
  );
  expect(starts).toHaveLength(1);
});

test("a double press sends one request", async ({ newBrowser }) => {
  const person = await reader();
  const { id } = await turnOf(person);
  const context = await newBrowser();
  await beSomebody(context, person);
  const page = await context.newPage();
  await page.goto(`/reservations/${id}`);
  let posts = 0;
  page.on("request", (request) => {
    if (request.method() === "POST") posts++;
  });
  await page
    .getByRole("main")
    .getByRole("button", { name: t("start.button") })
    .dblclick();
  await expect(page.getByRole("heading", { name: t("headline.ACTIVE") })).toBeVisible();
  expect(posts).toBe(1);
});

test("Start on a page that has grown old says that the turn has passed on", async ({
  newBrowser,
}) => {
  const person = await reader();
  const { id } = await turnOf(person);
  const context = await newBrowser();
  await beSomebody(context, person);
  const page = await deaf(context);
  await page.goto(`/reservations/${id}`);
  const start = page.getByRole("main").getByRole("button", { name: t("start.button") });
  await expect(start).toBeVisible();
  await sql("UPDATE reservation SET notification_time = now() - interval '1 hour' WHERE id = $1", [
    id,
  ]);
  await start.click();
  await expect(page.getByText(errors("claim-window-over"))).toBeVisible();
  expect(await statusOf(id)).toBe("EXPIRED");
});

test("Extend on a page that has grown old says that it has ended", async ({ newBrowser }) => {
  const person = await reader();
  const { id } = await useOf(person);
  const context = await newBrowser();
  await beSomebody(context, person);
  const page = await deaf(context);
  await page.goto(`/reservations/${id}`);
  await page
    .getByRole("main")
    .getByRole("button", { name: t("extend.button") })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("extend.hours"), { exact: true }).fill("1");
  await sql("UPDATE reservation SET end_time = start_time + interval '1 ms' WHERE id = $1", [id]);
  await dialog.getByRole("button", { name: t("extend.button") }).click();
  await expect(page.getByText(errors("already-ended"))).toBeVisible();
});

test("a session that ended meanwhile is asked to log in, and nothing is done", async ({
  newBrowser,
  complaints,
}) => {
  // What the stream of news says once the session has ended.
  complaints.expectStatus(401);
  const person = await reader();
  const { id } = await turnOf(person);
  const context = await newBrowser();
  await beSomebody(context, person);
  const page = await context.newPage();
  await open(page, `/reservations/${id}`);
  await sql(`UPDATE "user" SET session_version = session_version + 1 WHERE id = $1`, [person.id]);
  await page
    .getByRole("main")
    .getByRole("button", { name: t("start.button") })
    .click();
  await expect(
    page
      .getByText(errors("login-required"))
      .or(page.getByRole("heading", { name: translator("en", "auth.login")("title") })),
  ).toBeVisible();
  expect(await statusOf(id)).toBe("NOTIFIED");
});
