/** People at their browsers: what they type and press, in their own language. */
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { Actor } from "@/lib/actor";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "./words";

export const PASSWORD = "violet-harbour-27";

export type Visitor = {
  page: Page;
  locale: Locale;
  username: string;
  name: string;
  email: string;
  phone: string;
  lab: string;
};

/** Somebody with a browser of their own, who has no account yet. */
export async function visitor(
  context: BrowserContext,
  username: string,
  name: string,
  locale: Locale = "en",
): Promise<Visitor> {
  const digits = String(Math.floor(Math.random() * 1e8)).padStart(8, "0");
  return {
    page: await context.newPage(),
    locale,
    username,
    name,
    email: `${username}@example.org`,
    phone: `09${digits}`,
    lab: "Test Lab",
  };
}

/** Fills the registration form and sends it; the next page says what happens now. */
export async function register(person: Visitor): Promise<void> {
  const { page, locale } = person;
  const t = translator(locale, "auth.register");
  await page.goto("/");
  await page.getByRole("link", { name: translator(locale, "landing")("register") }).click();
  for (const field of ["username", "name", "email", "phone", "lab"] as const) {
    await page.getByLabel(t(field), { exact: true }).fill(person[field]);
  }
  await page.getByLabel(t("password"), { exact: true }).fill(PASSWORD);
  await page.getByLabel(t("passwordAgain"), { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: t("submit") }).click();
  await expect(page.getByText(translator(locale, "auth.login")("registered"))).toBeVisible();
}

/** Types name and password into the login page. */
export async function logIn(
  page: Page,
  name: string,
  password = PASSWORD,
  locale: Locale = "en",
): Promise<void> {
  const t = translator(locale, "auth.login");
  await page.goto("/login");
  await page.getByLabel(t("login"), { exact: true }).fill(name);
  await page.getByLabel(t("password"), { exact: true }).fill(password);
  await page.getByRole("button", { name: t("submit") }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
}

/** Reserves the GPU that is called so, and comes to the new reservation's page. Returns its id. */
export async function reserve(
  page: Page,
  gpuId: number,
  hours: number,
  locale: Locale = "en",
): Promise<number> {
  const t = translator(locale, "reserve");
  await page.goto("/reserve");
  await page.locator(`[name=gpuId][value="${gpuId}"]`).check();
  await page.getByLabel(t("hours"), { exact: true }).fill(String(hours));
  await page.getByRole("button", { name: t("submit"), exact: true }).click();
  await page.waitForURL(/\/reservations\/\d+$/);
  return Number(page.url().split("/").at(-1));
}

/** Puts the session of somebody whom the test itself made into a browser, without a login. */
export async function beSomebody(context: BrowserContext, { id }: Actor): Promise<void> {
  const secret = process.env.NEXTAUTH_SECRET ?? "";
  const value = await encode({ token: { sub: String(id), userId: id, sessionVersion: 0 }, secret });
  const url = process.env.E2E_PORTAL ?? "";
  await context.addCookies([{ name: "next-auth.session-token", value, url }]);
}
