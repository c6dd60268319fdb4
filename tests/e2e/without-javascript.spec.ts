/** Before JavaScript arrives, or without it, every form is a plain post. */
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { logIn, register, reserve, visitor } from "./support/people";
import { closeAfterwards } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

test("register, log in, reserve, start, release and log out", async ({ newBrowser }) => {
  const context = await newBrowser({ javaScriptEnabled: false });
  const person = await visitor(context, "plain.html", "Plain Html");
  const { page, username } = person;
  const errors = translator("en", "errors");
  const t = translator("en", "reservation");

  await page.goto("/register");
  await page.getByLabel(translator("en", "auth.register")("name"), { exact: true }).fill("Kept");
  await page.getByRole("button", { name: translator("en", "auth.register")("submit") }).click();
  await expect(page.getByText(errors("required")).first()).toBeVisible();
  await expect(
    page.getByLabel(translator("en", "auth.register")("name"), { exact: true }),
  ).toHaveValue("Kept");

  await register(person);
  const [account] = await sql(
    `UPDATE "user" SET status = 'ACTIVE' WHERE username = $1 RETURNING id`,
    [username],
  );
  const gpu = await makeGpu();
  await giveAccess({ id: account?.id, isAdmin: false, address: null }, gpu);

  await logIn(page, username);
  await reserve(page, gpu, 2);
  await expect(page.getByRole("heading", { name: t("headline.NOTIFIED") })).toBeVisible();
  await page
    .getByRole("main")
    .getByRole("button", { name: t("start.button") })
    .click();
  await expect(page.getByRole("heading", { name: t("headline.ACTIVE") })).toBeVisible();
  await expect(page.getByText("ssh gpu.example.org")).toBeVisible();

  await page
    .getByRole("main")
    .getByRole("button", { name: t("release.button") })
    .click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("release.button") })
    .click();
  await expect(page.getByRole("heading", { name: t("cause.RELEASED") })).toBeVisible();
});
