/** The whole life of a reservation without a mouse, as somebody hears it who does not see it. */
import type { Page } from "@playwright/test";
import { giveAccess, makeGpu } from "../support/people";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

/** Presses a key until something has the focus; it must be in sight then. */
async function go(page: Page, role: "button" | "radio" | "textbox", name: RegExp | string) {
  const wanted = page.locator(":focus").and(page.getByRole(role, { name, exact: true }));
  for (let presses = 0; presses < 80; presses++) {
    if ((await wanted.count()) > 0) {
      await expect(wanted).toBeInViewport();
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`no ${role} ${name} among the next 80 stops`);
}

test("reserve, start, extend and release by keyboard", async ({ context, page }) => {
  const person = await reader();
  await beSomebody(context, person);
  for (let gpus = 0; gpus < 2; gpus++) await giveAccess(person, await makeGpu());
  const t = translator("en", "reserve");
  const own = translator("en", "reservation");
  const heard = page.getByRole("status");
  const dialog = page.getByRole("dialog");
  const focusedHeading = (name: string) =>
    page.locator(":focus").and(page.getByRole("heading", { name }));

  await page.goto("/reserve");
  await go(page, "radio", /./);
  await page.keyboard.press("Space");
  await go(page, "textbox", t("hours"));
  await page.keyboard.type("2");
  await expect(heard.filter({ hasText: t("preview.atOnce") })).toHaveCount(1);
  await go(page, "button", t("submit"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/reservations\/\d+$/);

  await go(page, "button", own("start.button"));
  await page.keyboard.press("Enter");
  await expect(focusedHeading(own("headline.ACTIVE"))).toBeVisible();
  await expect(heard.filter({ hasText: /^You are using .* until / })).toHaveCount(1);
  const before = await heard.filter({ hasText: /^You are using/ }).textContent();

  await go(page, "button", own("extend.button"));
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("many");
  await page.keyboard.press("Enter");
  await expect(dialog.locator("[aria-invalid=true]")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type("3");
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: own("extend.button") })).toBeFocused();
  await expect(heard.filter({ hasText: /^You are using/ })).not.toHaveText(before ?? "");

  const release = page.getByRole("main").getByRole("button", { name: own("release.button") });
  await page.keyboard.press("Tab");
  await expect(release).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveAccessibleDescription(new RegExp(own("release.consequence")));
  await page.keyboard.press("Escape");
  await expect(release).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(focusedHeading(own("cause.RELEASED"))).toBeVisible();
  await expect(heard.filter({ hasText: /^You are using/ })).toHaveCount(0);
});
