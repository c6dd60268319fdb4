/** Pages that can be used: drawn, and listening. */
import type { Page } from "@playwright/test";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locales";

/**
 * Opens a page of the portal in a browser that has been there before: the first page of a new one
 * is drawn once more when it has told its time zone, and what a test has typed then is typed early.
 */
export async function open(page: Page, path: string): Promise<void> {
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const url = process.env.E2E_PORTAL ?? "";
  await page.context().addCookies([{ name: TIME_ZONE_COOKIE, value: zone, url }]);
  await page.goto(path);
  await listening(page);
}

/** Until everything that can be used on the page is React's: before, a click is a plain form's. */
export async function listening(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    // Hidden fields are what a form sends without a script, which React leaves alone.
    const used = "a, button, input:not([type=hidden]), select, textarea";
    const parts = [...document.querySelectorAll(`main :is(${used})`)];
    const isReacts = (part: Element) => Object.keys(part).some((key) => key.startsWith("__react"));
    return parts.length > 0 && parts.every(isReacts);
  });
}
