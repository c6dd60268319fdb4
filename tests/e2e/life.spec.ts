/** The turns that the main job does not take: decline, give way, extend, start by itself, be ended. */
import type { Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { makeAdministrator } from "../support/people";
import { mailTo } from "./support/mails";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, statusOf, turnOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const t = translator("en", "reservation");

const emailOf = async ({ id }: Actor): Promise<string> =>
  (await sql(`SELECT email FROM "user" WHERE id = $1`, [id]))[0]?.email;

/** Presses a button of the page, and the one of the same name in the question that it asks. */
async function pressAndConfirm(page: Page, name: string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
}

test("declining a turn passes it on, with the mail", async ({ page, context }) => {
  const [first, second] = [await reader(), await reader()];
  const { gpu, id } = await turnOf(first);
  const next = await queueUp(second, gpu);
  await beSomebody(context, first);
  await page.goto(`/reservations/${id}`);
  await pressAndConfirm(page, t("decline.button"));
  await expect(page.getByRole("heading", { name: t("cause.DECLINED") })).toBeVisible();
  expect(await statusOf(next)).toBe("NOTIFIED");
  await mailTo(await emailOf(second), /Your turn/, 2_000);
});

test("letting the next one go first keeps the place, and is possible once", async ({
  page,
  context,
}) => {
  const [first, second] = [await reader(), await reader()];
  const { gpu, id } = await turnOf(first);
  const next = await queueUp(second, gpu);
  await beSomebody(context, first);
  await page.goto(`/reservations/${id}`);
  await pressAndConfirm(page, t("giveWay.button"));
  const place = page.getByRole("heading", { name: t("headline.WAITING", { place: 1 }) });
  await expect(place).toBeVisible();
  expect(await statusOf(next)).toBe("NOTIFIED");
  // The other one's claim window closes, and the turn comes back.
  await sql("UPDATE reservation SET notification_time = now() - interval '1 hour' WHERE id = $1", [
    next,
  ]);
  await mailTo(await emailOf(second), /Turn passed on/, 5_000);
  await page.reload();
  await expect(page.getByText(t("giveWay.already"))).toBeVisible();
});

test("a use that nobody waits for can be extended, and then not any more", async ({
  page,
  context,
}) => {
  const [first, second] = [await reader(), await reader()];
  const { gpu, id } = await useOf(first);
  await beSomebody(context, first);
  await page.goto(`/reservations/${id}`);
  await page
    .getByRole("main")
    .getByRole("button", { name: t("extend.button") })
    .click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("extend.hours"), { exact: true }).fill("3");
  await dialog.getByRole("button", { name: t("extend.button") }).click();
  await expect(dialog).toBeHidden();
  const [row] = await sql("SELECT duration FROM reservation WHERE id = $1", [id]);
  expect(row?.duration).toBe(5);
  await queueUp(second, gpu);
  await page.reload();
  await expect(page.getByText(t("extend.somebodyWaits"))).toBeVisible();
});

test("one that waits starts by itself, and can be left before that", async ({ page, context }) => {
  const [first, second] = [await reader(), await reader()];
  const { gpu, id } = await useOf(first);
  const waiting = await queueUp(second, gpu);
  await beSomebody(context, second);
  await page.goto(`/reservations/${waiting}`);
  await pressAndConfirm(page, t("cancel.button"));
  await expect(page.getByRole("heading", { name: t("cause.CANCELLED") })).toBeVisible();

  const reserve = translator("en", "reserve");
  await page.goto(`/reserve?gpu=${gpu}`);
  await page.getByLabel(reserve("hours"), { exact: true }).fill("2");
  await page.getByLabel(reserve("autoStart")).check();
  await page.getByRole("button", { name: reserve("submit"), exact: true }).click();
  await page.waitForURL(/\/reservations\/\d+$/);
  await sql("UPDATE reservation SET end_time = now() WHERE id = $1", [id]);
  await mailTo(await emailOf(second), /Started/, 10_000);
  await page.reload();
  await expect(page.getByRole("heading", { name: t("headline.ACTIVE") })).toBeVisible();
});

test("an administrator ends a use with a reason, which its user reads", async ({
  newBrowser,
  page,
  context,
}) => {
  const person = await reader();
  const { id } = await useOf(person);
  const admin = await makeAdministrator();
  await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [admin.id]);
  await beSomebody(context, admin);
  const words = translator("en", "adminReservations");
  const [{ name } = { name: "" }] = await sql(`SELECT name FROM "user" WHERE id = $1`, [person.id]);
  await page.goto(`/admin/reservations?search=${encodeURIComponent(name)}`);
  await page.getByRole("button", { name: new RegExp(`^${words("end")}`) }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: words("endConfirm") }).click();
  await expect(dialog.getByText(translator("en", "errors")("required"))).toBeVisible();
  await dialog.getByLabel(words("reason"), { exact: true }).fill("風扇故障 – the fan is broken");
  await dialog.getByRole("button", { name: words("endConfirm") }).click();
  await expect(dialog).toBeHidden();
  expect(await statusOf(id)).toBe("COMPLETED");
  const letter = await mailTo(await emailOf(person), /Ended by an administrator/, 5_000);
  expect(letter.text).toContain("風扇故障 – the fan is broken");

  const theirs = await newBrowser();
  await beSomebody(theirs, person);
  const own = await theirs.newPage();
  await own.goto(`/reservations/${id}`);
  await expect(own.getByText("風扇故障 – the fan is broken")).toBeVisible();
});
