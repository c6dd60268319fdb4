/** What people do about their accounts, with the mails that it takes. */
import type { BrowserContext } from "@playwright/test";
import { sql } from "@/lib/db";
import { makeAdministrator } from "../support/people";
import { linkIn, mailTo } from "./support/mails";
import { beSomebody, logIn, PASSWORD, register, type Visitor, visitor } from "./support/people";
import { closeAfterwards } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

/** Somebody who has registered and was approved. */
async function member(context: BrowserContext, username: string): Promise<Visitor> {
  const person = await visitor(context, username, "Somebody");
  await register(person);
  await sql(`UPDATE "user" SET status = 'ACTIVE' WHERE username = $1`, [username]);
  return person;
}

test("who is not approved yet is told so, and nobody is told who exists", async ({ context }) => {
  const person = await visitor(context, "not.yet", "Not Yet");
  const { page } = person;
  const errors = translator("en", "errors");
  const login = translator("en", "auth.login");
  await register(person);
  for (const [name, password, sentence] of [
    [person.username, PASSWORD, errors("account-pending")],
    [person.username, "violet-harbour-28", errors("login-failed")],
    ["nobody.at.all", PASSWORD, errors("login-failed")],
  ] as const) {
    await page.goto("/login");
    await page.getByLabel(login("login"), { exact: true }).fill(name);
    await page.getByLabel(login("password"), { exact: true }).fill(password);
    await page.getByRole("button", { name: login("submit") }).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(page.getByLabel(login("password"), { exact: true })).toHaveValue("");
  }
});

test("a mailed link confirms the address, once", async ({ context }) => {
  const { page, email } = await member(context, "confirms");
  const t = translator("en", "auth.verify");
  const link = linkIn(await mailTo(email, /Verify/, 5_000));
  await page.goto(link);
  await page.getByRole("button", { name: t("submit") }).click();
  await expect(page.getByText(t("done"))).toBeVisible();
  await page.goto(link);
  await expect(page.getByText(t("done"))).toBeVisible();
  await expect(page.getByRole("button", { name: t("submit") })).toHaveCount(0);
  await page.goto("/verify-email?done=1");
  await expect(page.getByText(t("invalid"))).toBeVisible();
});

test("a forgotten password is replaced, once, and every session ends", async ({
  context,
  newBrowser,
}) => {
  const { page, username, email } = await member(context, "forgets");
  const elsewhere = await (await newBrowser()).newPage();
  await logIn(elsewhere, username);

  const forgotten = translator("en", "auth.forgotten");
  await page.goto("/forgot-password");
  await page.getByLabel(forgotten("login"), { exact: true }).fill(email.toUpperCase());
  await page.getByRole("button", { name: forgotten("submit") }).click();
  await expect(page.getByText(forgotten("sent"))).toBeVisible();

  const reset = translator("en", "auth.reset");
  const link = linkIn(await mailTo(email, /Reset/, 5_000));
  await page.goto(link);
  for (const field of ["password", "passwordAgain"] as const) {
    await page.getByLabel(reset(field), { exact: true }).fill("copper-lantern-31");
  }
  await page.getByRole("button", { name: reset("submit") }).click();
  await expect(page.getByText(translator("en", "auth.login")("reset"))).toBeVisible();
  await logIn(page, username, "copper-lantern-31");
  await page.goto(link);
  await expect(page.getByText(reset("invalid"))).toBeVisible();

  await elsewhere.goto("/dashboard");
  await expect(elsewhere).toHaveURL(/\/login/);
});

test("logging out ends the session", async ({ context }) => {
  const { page, username, name } = await member(context, "leaves");
  const shell = translator("en", "shell");
  await logIn(page, username);
  await page.getByText(name, { exact: true }).first().click();
  await page.getByRole("button", { name: shell("logout") }).click();
  await expect(page.getByText(translator("en", "auth.login")("loggedOut"))).toBeVisible();
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login/);
});

test("disabling an account ends its sessions at once", async ({ context, newBrowser }) => {
  const { page, username, email } = await member(context, "disabled.one");
  await logIn(page, username);
  const office = await newBrowser();
  const admin = await makeAdministrator();
  await sql(`UPDATE "user" SET locale = 'en' WHERE id = $1`, [admin.id]);
  await beSomebody(office, admin);
  const desk = await office.newPage();
  const t = translator("en", "adminAccounts");
  await desk.goto(`/admin/accounts?search=${username}`);
  await desk.getByRole("button", { name: new RegExp(`^${t("disable")} ?:`) }).click();
  await desk
    .getByRole("dialog")
    .getByRole("button", { name: t("disableConfirm") })
    .click();
  await expect(desk.getByRole("button", { name: new RegExp(`^${t("enable")}`) })).toBeVisible();
  await mailTo(email, /disabled/, 5_000);
  await page.goto("/dashboard");
  await expect(page).toHaveURL(/\/login/);
});
