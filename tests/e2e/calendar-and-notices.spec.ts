/** People choose what reaches them; administrators say something to everybody. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { sql } from "@/lib/db";
import { readCalendar } from "../support/calendar";
import { makeAdministrator } from "../support/people";
import { mailsTo, mailTo } from "./support/mails";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader, statusOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without JavaScript";

  test(`a calendar has an address until it is stopped${how}`, async ({ newBrowser }) => {
    const context = await newBrowser({ javaScriptEnabled });
    const person = await reader();
    const use = await useOf(person);
    await beSomebody(context, person);
    const page = await context.newPage();
    const t = translator("en", "profile.calendar");
    await page.goto("/profile");
    await page.getByRole("button", { name: t("make") }).click();
    const address = page.getByLabel(t("address"));
    await expect(address).toHaveValue(/^http.*\/api\/calendar\/.+\.ics$/);
    const url = await address.inputValue();

    const calendars = await newBrowser();
    const answer = await calendars.request.get(url);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
    const { events } = readCalendar(await answer.text());
    expect(events).toMatchObject([{ status: "CONFIRMED" }]);
    expect(events[0]?.uid).toContain(`reservation-${use.id}@`);

    await page.getByRole("button", { name: t("renew") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: t("renew") }).click();
    await expect(address).not.toHaveValue(url);
    const young = await address.inputValue();
    expect((await calendars.request.get(url)).status()).toBe(404);
    expect((await calendars.request.get(young)).status()).toBe(200);

    await page.getByRole("button", { name: t("stop") }).click();
    await dialog.getByRole("button", { name: t("stop") }).click();
    await expect(page.getByRole("button", { name: t("make") })).toBeVisible();
    expect((await calendars.request.get(young)).status()).toBe(404);
  });

  test(`whoever does without a mail gets none${how}`, async ({ newBrowser }) => {
    const context = await newBrowser({ javaScriptEnabled });
    const person = await reader();
    await beSomebody(context, person);
    const page = await context.newPage();
    const t = translator("en", "profile.mails");
    await page.goto("/profile#mails");
    await page.getByLabel(t("kind.ended")).uncheck();
    await page
      .locator("#mails")
      .getByRole("button", { name: t("save") })
      .click();
    await expect(page.locator("#mails").getByRole("status")).toBeVisible();
    await page.reload();
    await expect(page.getByLabel(t("kind.ended"))).not.toBeChecked();
    await expect(page.getByLabel(t("kind.ending-soon"))).toBeChecked();

    const [user] = await sql(`SELECT email FROM "user" WHERE id = $1`, [person.id]);
    const { id } = await useOf(person);
    await mailTo(user?.email, /^Started/, 20_000);
    await sql(
      "UPDATE reservation SET start_time = start_time - interval '2 hours', end_time = end_time - interval '2 hours' WHERE id = $1",
      [id],
    );
    await expect.poll(() => statusOf(id), { timeout: 20_000 }).toBe("COMPLETED");
    const waiting = () =>
      sql("SELECT id FROM notification WHERE user_id = $1 AND status = 'PENDING'", [person.id]);
    await expect.poll(async () => (await waiting()).length, { timeout: 20_000 }).toBe(0);
    const subjects = (await mailsTo(user?.email)).map(({ subject }) => subject);
    expect(subjects.filter((subject) => /over/.test(subject))).toEqual([]);
  });
}

test("an announcement reaches everybody in their language, until each has dismissed it", async ({
  newBrowser,
}) => {
  const admins = await newBrowser();
  const admin = await makeAdministrator();
  await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [admin.id]);
  await beSomebody(admins, admin);
  const writer = await admins.newPage();
  const t = translator("en", "adminAnnouncement");
  await writer.goto("/admin/announcement");
  await writer.getByLabel(t("textZh")).fill("週五停機維護");
  await writer.getByLabel(t("textEn")).fill("Down on Friday, see https://lab.example/status.");
  await expect(writer.getByText(t("preview.zh-TW"))).toBeVisible();
  await expectAccessible(writer);
  await writer.getByRole("button", { name: t("publish"), exact: true }).click();
  await expect(writer.getByRole("button", { name: t("takeBack") })).toBeVisible();
  try {
    for (const [locale, colorScheme, words] of [
      ["zh-TW", "dark", "週五停機維護"],
      ["en", "light", "Down on Friday"],
    ] as const) {
      const label = translator(locale, "announcement");
      const context = await newBrowser({ locale, colorScheme, javaScriptEnabled: locale === "en" });
      const page = await context.newPage();
      await page.goto("/");
      const banner = page.getByRole("complementary", { name: label("label") });
      await expect(banner).toContainText(words);
      await page.goto("/login");
      await expect(banner).toContainText(words);
      if (locale === "en") {
        await expect(banner.getByRole("link")).toHaveAttribute(
          "href",
          "https://lab.example/status",
        );
        await expectAccessible(page);
      }
      await banner.getByRole("button", { name: label("dismiss") }).click();
      await expect(banner).toBeHidden();
      await page.goto("/register");
      await expect(banner).toBeHidden();
    }
  } finally {
    await writer
      .getByRole("main")
      .getByRole("button", { name: t("takeBack") })
      .click();
    await writer
      .getByRole("dialog")
      .getByRole("button", { name: t("takeBack") })
      .click();
  }
  await expect(writer.getByText(t("none"))).toBeVisible();
});

test("a mail is shown with its calendar, and the log is handed out", async ({ newBrowser }) => {
  const context = await newBrowser({ colorScheme: "dark" });
  const admin = await makeAdministrator();
  await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [admin.id]);
  await beSomebody(context, admin);
  const { id } = await useOf(await reader());
  const [mail] = await sql("SELECT id FROM notification WHERE reservation_id = $1", [id]);
  const page = await context.newPage();
  const t = translator("en", "adminOutbox");
  await page.goto(`/admin/outbox/${mail?.id}`);
  await expect(page.getByRole("heading", { name: t("calendar") })).toBeVisible();
  await page.getByText(t("html"), { exact: true }).click();
  const frame = page.locator("iframe");
  await expect(frame).toBeVisible();
  await expect(frame).toHaveAttribute("sandbox", "");
  await expect(frame).toHaveAttribute("srcdoc", /<h1[^>]*>Started/);
  await page.getByText(t("ics"), { exact: true }).click();
  await expect(page.getByText("BEGIN:VCALENDAR")).toBeVisible();
  await page.goto(`/admin/audit?about=%23${id}`);
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: translator("en", "common")("download") }).click();
  expect((await file).suggestedFilename()).toBe("audit-log.csv");
});
