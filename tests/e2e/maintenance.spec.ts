/** A server goes out for maintenance and comes back: who is told what, and what pages say. */
import type { BrowserContext, Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import { wallClockOf } from "@/lib/i18n/wall-clock";
import { giveAccess, makeGpu } from "../support/people";
import { linkIn, mailTo } from "./support/mails";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, statusOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const words = translator("en", "adminMaintenance");
const reservations = translator("en", "adminReservations");
const MINUTE = 60_000;
const ZONE = "Asia/Taipei";

const emailOf = async ({ id }: Actor): Promise<string> =>
  (await sql(`SELECT email FROM "user" WHERE id = $1`, [id]))[0]?.email;

/** A page of somebody whose time zone the portal knows already. */
async function pageOf(newBrowser: () => Promise<BrowserContext>, who: Actor): Promise<Page> {
  const context = await newBrowser();
  const url = process.env.E2E_PORTAL ?? "";
  await context.addCookies([{ name: TIME_ZONE_COOKIE, value: ZONE, url }]);
  await beSomebody(context, who);
  return context.newPage();
}

const nameOf = async (gpu: number): Promise<{ server: number; name: string }> => {
  const [row] = await sql(
    "SELECT s.id AS server, s.name || '-' || g.gpu_index AS name FROM gpu g JOIN server s ON s.id = g.server_id WHERE g.id = $1",
    [gpu],
  );
  return { server: row?.server, name: row?.name };
};

test("a server goes out from a date on: everybody is told, pages say so, and it comes back", async ({
  newBrowser,
}) => {
  const [admin, holder, waiter] = [
    await reader({ is_admin: true }),
    await reader(),
    await reader(),
  ];
  const { gpu, id: use } = await useOf(holder);
  const waits = await queueUp(waiter, gpu);
  const { server } = await nameOf(gpu);
  const desk = await pageOf(newBrowser, admin);

  await desk.goto(`/admin/servers/${server}`);
  await desk.getByRole("link", { name: words("takeOut") }).click();
  await desk.getByRole("button", { name: words("preview") }).click();
  await expect(desk.getByLabel(words("reason"), { exact: true })).toBeFocused();
  const from = Date.now() + 61 * MINUTE;
  await desk.getByLabel(words("from"), { exact: true }).fill(wallClockOf(from, ZONE));
  await desk.getByLabel(words("reason"), { exact: true }).fill("new power supply");
  await desk.getByRole("button", { name: words("preview") }).click();
  const preview = desk.getByRole("region", { name: words("what"), exact: true });
  await expect(preview.getByText(/The use ends at .+ instead of/)).toBeVisible();
  await expect(preview.getByText(words("effect.waits"))).toBeVisible();
  await preview.getByRole("button", { name: words("confirm") }).click();
  await expect(desk).toHaveURL(new RegExp(`/admin/servers/${server}`));
  await expect(desk.getByText("new power supply").first()).toBeVisible();

  const shortened = await mailTo(
    await emailOf(holder),
    /Maintenance: your use of .* ends at/,
    5_000,
  );
  expect(shortened.text).toContain("new power supply");
  expect(linkIn(shortened)).toContain(`/reservations/${use}`);
  const kept = await mailTo(await emailOf(waiter), /^Maintenance: .*, from/, 5_000);
  expect(kept.text).toContain("Your place in the queue stays yours");

  const own = await pageOf(newBrowser, waiter);
  await own.goto("/dashboard");
  await expect(
    own.getByRole("article").getByText(/Goes out for maintenance on .*new power supply/),
  ).toBeVisible();

  const guest = await reader();
  await giveAccess(guest, gpu);
  const visit = await pageOf(newBrowser, guest);
  await visit.goto("/reserve");
  await expect(visit.getByText(/Goes out for maintenance on .*new power supply/)).toBeVisible();

  await desk.getByRole("button", { name: new RegExp(`^${words("callOff")}`) }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: words("callOff") })
    .click();
  await expect(desk.getByText(words("state.called-off"))).toBeVisible();
  await mailTo(await emailOf(holder), /Maintenance called off/, 5_000);

  // Now at once, and back: the use ends, and the one who waits has the turn.
  await desk.goto(`/admin/gpus/${gpu}`);
  await desk.getByRole("link", { name: words("takeOut") }).click();
  // The page before has fields of that name, too.
  await desk.waitForURL(/maintenance\/new/);
  await desk.getByLabel(words("reason"), { exact: true }).fill("smoke");
  await desk.getByRole("button", { name: words("preview") }).click();
  await expect(preview.getByText(words("effect.ended"))).toBeVisible();
  await preview.getByRole("button", { name: words("confirm") }).click();
  await mailTo(await emailOf(holder), /Ended for maintenance/, 5_000);
  expect(await statusOf(waits)).toBe("WAITING");
  await own.goto("/dashboard");
  await expect(
    own.getByRole("article").getByText("Out for maintenance until it is brought back: smoke"),
  ).toBeVisible();
  await visit.goto("/reserve");
  await expect(visit.getByText(/until it is brought back: smoke, then 1 waiting/)).toBeVisible();
  await desk.getByRole("button", { name: new RegExp(`^${words("bringBack")}`) }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: words("bringBack") })
    .click();
  await mailTo(await emailOf(waiter), /Your turn/, 5_000);
  expect(await statusOf(waits)).not.toBe("WAITING");
});

test("maintenance is planned without JavaScript too", async ({ newBrowser }) => {
  const admin = await reader({ is_admin: true });
  const gpu = await makeGpu();
  const page = await pageOf(() => newBrowser({ javaScriptEnabled: false }), admin);
  await page.goto(`/admin/maintenance/new?of=gpu&id=${gpu}`);
  await page.getByRole("button", { name: words("preview") }).click();
  await expect(page.getByText(translator("en", "errors")("required"))).toBeVisible();
  await page.getByLabel(words("reason"), { exact: true }).fill("dust");
  await page.getByRole("button", { name: words("preview") }).click();
  await expect(page.getByText(words("nobody"))).toBeVisible();
  await page.getByRole("button", { name: words("confirm") }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/gpus/${gpu}`));
  await expect(page.getByRole("cell", { name: "dust" })).toBeVisible();
});

test("an administrator reserves for somebody, moves it to the front, and to another GPU", async ({
  newBrowser,
}) => {
  const [admin, holder, first, user] = [
    await reader({ is_admin: true }),
    await reader(),
    await reader(),
    await reader(),
  ];
  const { gpu } = await useOf(holder);
  await queueUp(first, gpu);
  await giveAccess(user, gpu);
  const other = await makeGpu();
  await giveAccess(user, other);
  const desk = await pageOf(newBrowser, admin);
  const t = translator("en", "adminReservations.onBehalf");
  const moving = translator("en", "adminReservations.moving");

  await desk.goto("/admin/reservations");
  await desk.getByRole("link", { name: reservations("newFor") }).click();
  await desk.getByRole("combobox", { name: t("user") }).selectOption(String(user.id));
  await desk.getByLabel(t("gpu"), { exact: true }).selectOption(String(gpu));
  await desk.getByLabel(t("hours"), { exact: true }).fill("2");
  await desk.getByRole("button", { name: t("submit") }).click();
  await desk.waitForURL(/\/reservations\/\d+$/);
  const id = Number(desk.url().split("/").at(-1));
  const told = await mailTo(await emailOf(user), /Reserved for you/, 5_000);
  expect(linkIn(told)).toContain(`/reservations/${id}`);

  await desk.goto(`/admin/gpus/${gpu}`);
  await desk
    .getByRole("button", { name: new RegExp(`^${reservations("front")}`) })
    .first()
    .click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: reservations("frontConfirm") })
    .click();
  const place = translator("en", "reservation")("place", { place: 1 });
  const row = desk.getByRole("row").filter({ has: desk.locator(`a[href="/reservations/${id}"]`) });
  await expect(row.getByText(place)).toBeVisible();

  await row.getByRole("link", { name: new RegExp(`^${reservations("move")}`) }).click();
  await desk.getByLabel(moving("gpu"), { exact: true }).selectOption(String(other));
  await desk.getByRole("button", { name: moving("confirm") }).click();
  await desk.waitForURL(/\/reservations\/\d+$/);
  const { name } = await nameOf(other);
  await mailTo(await emailOf(user), new RegExp(`Your reservation moved to .*${name}`), 5_000);
  expect(await statusOf(id)).toBe("NOTIFIED");
});
