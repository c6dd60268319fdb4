/** Every page in both languages and both colour schemes: it loads without a complaint, is usable by
 * everybody (axe), and fits a phone. */
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { type Locale, TIME_ZONE_COOKIE } from "@/lib/i18n/locales";
import { takeOut } from "@/lib/maintenance/commands";
import { giveAccess, makeAdministrator } from "../support/people";
import { givePast } from "./support/past";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, troubledServer, turnOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

type Look = { locale: Locale; colorScheme: "light" | "dark" };
const LOOKS: readonly Look[] = [
  { locale: "en", colorScheme: "light" },
  { locale: "zh-TW", colorScheme: "dark" },
];

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

async function expectGoodPage(page: Page, path: string): Promise<void> {
  await page.setViewportSize(DESKTOP);
  await page.goto(path);
  await expect(page, path).toHaveTitle(/\S/);
  const charts = page.locator("figure [data-measure]");
  if ((await charts.count()) > 0) {
    // They are drawn as they come in sight.
    await charts.last().scrollIntoViewIfNeeded();
    await page.locator("path.recharts-line-curve").last().waitFor();
  }
  await expectAccessible(page, path);
  await page.setViewportSize(PHONE);
  expect(await widerThanTheWindow(page), `${path} on a phone`).toEqual([]);
}

/** The beginnings of what makes a page scroll sideways. */
function widerThanTheWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth)
      .map((element) => element.outerHTML.slice(0, 120));
  });
}

/** A browser whose time zone is known already: the first page is not drawn a second time. */
async function settled(
  newBrowser: (look: Look) => Promise<BrowserContext>,
  look: Look,
): Promise<BrowserContext> {
  const context = await newBrowser(look);
  const url = process.env.E2E_PORTAL ?? "";
  await context.addCookies([{ name: TIME_ZONE_COOKIE, value: "Asia/Taipei", url }]);
  return context;
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`);
  expect(found, where).toEqual([]);
}

let user: Actor;
let admin: Actor;
let paths: { visitor: string[]; user: string[]; admin: string[] };

test.beforeAll(async () => {
  user = await reader();
  admin = await makeAdministrator();
  const other = await reader();
  await reader({ status: "PENDING" });
  const turn = await turnOf(user);
  const use = await useOf(user);
  await queueUp(other, use.gpu);
  const busy = await useOf(other);
  const waiting = await queueUp(user, busy.gpu);
  await givePast(use.gpu, other);
  const longNamed = await reader();
  const waitedFor = await useOf(longNamed);
  await giveAccess(user, waitedFor.gpu);
  await queueUp(other, waitedFor.gpu);
  await sql("UPDATE gpu SET fault = 'Xid 79' WHERE id = $1", [busy.gpu]);
  // As long as the fields allow, with nowhere to break: pages must stay as wide as they are.
  await sql(
    "UPDATE server SET name = rpad(name, 80, 'n') WHERE id = (SELECT server_id FROM gpu WHERE id = $1)",
    [waitedFor.gpu],
  );
  await sql(`UPDATE "user" SET name = repeat('N', 100), lab = repeat('L', 80) WHERE id = $1`, [
    longNamed.id,
  ]);
  const maintenance = await takeOut(admin, {
    of: "gpu",
    id: busy.gpu,
    from: Date.now() + 86_400_000,
    until: null,
    reason: "r".repeat(500),
  });
  const server = await troubledServer();
  const [mail] = await sql("SELECT id FROM notification ORDER BY id LIMIT 1");
  paths = {
    visitor: ["/", "/login", "/register", "/forgot-password", "/reset-password", "/verify-email"],
    user: [
      "/dashboard",
      "/reserve",
      `/gpus/${use.gpu}`,
      `/gpus/${busy.gpu}`,
      `/gpus/${waitedFor.gpu}`,
      `/gpus/${use.gpu}?view=table`,
      `/reservations/${turn.id}`,
      `/reservations/${use.id}`,
      `/reservations/${waiting}`,
      "/profile",
      "/usage",
      "/usage?by=month&period=thisYear",
    ],
    admin: [
      "/dashboard",
      "/usage",
      "/usage?by=user",
      "/usage?by=lab",
      "/admin/accounts",
      `/admin/accounts/${user.id}`,
      "/admin/gpus",
      "/admin/servers",
      "/admin/gpus/new",
      `/admin/gpus/${waitedFor.gpu}`,
      `/admin/servers/${server}`,
      "/admin",
      "/admin/access",
      `/admin/access?gpu=${use.gpu}`,
      `/admin/access?user=${user.id}`,
      "/admin/access/default",
      `/admin/accounts/selected?do=approve&id=${user.id}`,
      `/admin/accounts/selected?do=disable&id=${user.id}&id=${other.id}&id=${admin.id}`,
      "/admin/status",
      "/admin/reservations",
      "/admin/reservations?group=all",
      "/admin/reservations/new",
      `/admin/reservations/new?user=${longNamed.id}`,
      `/admin/reservations/${waiting}/move`,
      `/admin/gpus?state=free&sort=-waiting`,
      `/admin/gpus/${use.gpu}`,
      `/admin/gpus/${busy.gpu}`,
      `/admin/maintenance/new?of=server&id=${server}&reason=fan&preview=1`,
      `/admin/maintenance/new?of=gpu&id=${waitedFor.gpu}`,
      `/admin/maintenance/new?of=gpu&id=${waitedFor.gpu}&reason=fan&preview=1`,
      `/admin/maintenance/new?of=gpu&id=${waitedFor.gpu}&from=x&preview=1`,
      `/admin/maintenance/${maintenance}`,
      "/admin/outbox",
      `/admin/outbox/${mail?.id}`,
      "/admin/audit",
      "/admin/announcement",
    ],
  };
});

for (const look of LOOKS) {
  const said = `${look.locale}, ${look.colorScheme}`;

  for (const who of ["visitor", "user", "admin"] as const) {
    test(`every page of a ${who} (${said})`, async ({ newBrowser }) => {
      // Pages in dozens, each looked through by axe.
      test.setTimeout(600_000);
      const context = await settled(newBrowser, look);
      if (who !== "visitor") await beSomebody(context, who === "user" ? user : admin);
      await sql(`UPDATE "user" SET locale = $1 WHERE id IN ($2, $3)`, [
        look.locale,
        user.id,
        admin.id,
      ]);
      const page = await context.newPage();
      for (const path of paths[who]) await expectGoodPage(page, path);
    });
  }

  test(`a page that is not there says so (${said})`, async ({ newBrowser, complaints }) => {
    complaints.expectStatus(404);
    const page = await (await settled(newBrowser, look)).newPage();
    await expectGoodPage(page, "/nothing/here");
    await expect(page.getByText(translator(look.locale, "shell.notFound")("title"))).toBeVisible();
  });
}

test("the questions before what cannot be undone are accessible too", async ({ newBrowser }) => {
  const context = await newBrowser();
  await beSomebody(context, user);
  await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [user.id]);
  const page = await context.newPage();
  const t = translator("en", "reservation");
  for (const [path, button] of [
    [paths.user[6], t("decline.button")],
    [paths.user[7], t("release.button")],
    [paths.user[8], t("cancel.button")],
  ] as const) {
    await page.goto(path ?? "");
    await page.getByRole("main").getByRole("button", { name: button }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, `${path} asking`);
  }
});

test("pages that need somebody lead to the login and back", async ({ newBrowser }) => {
  const page = await (await newBrowser()).newPage();
  for (const path of ["/dashboard", "/reserve", "/usage", "/profile", "/admin/accounts"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/login\?next=/);
  }
});

test("what administrators manage does not exist for others", async ({ newBrowser, complaints }) => {
  complaints.expectStatus(404);
  const context = await newBrowser();
  await beSomebody(context, user);
  const page = await context.newPage();
  for (const path of paths.admin.filter((each) => each.startsWith("/admin"))) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
  }
});

test("both languages and both colour schemes are one press away", async ({ newBrowser }) => {
  const page = await (await newBrowser()).newPage();
  await page.goto("/login");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(
    page.getByRole("heading", { name: translator("zh-TW", "auth.login")("title") }),
  ).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-TW");
  const shell = translator("zh-TW", "shell");
  await page.locator("summary", { hasText: "" }).first().click();
  await page.getByRole("button", { name: shell("themes.dark") }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", /dark/);
});

test("a demo says so on every page", async ({ page }) => {
  const notice = page.getByText(translator("en", "shell")("demo"));
  await page.goto("/login");
  await expect(notice).toBeHidden();
  await sql("INSERT INTO portal_fact (key, value) VALUES ('demo', '{}')");
  for (const path of ["/", "/login", "/register"]) {
    await page.goto(path);
    await expect(notice).toBeVisible();
  }
  await sql("DELETE FROM portal_fact WHERE key = 'demo'");
});
