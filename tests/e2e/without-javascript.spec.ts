/** Before JavaScript arrives, or without it, every form is a plain post. */
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { beSomebody, logIn, register, reserve, visitor } from "./support/people";
import { closeAfterwards, reader } from "./support/scenes";
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

test("what another administrator saved meanwhile is not overwritten", async ({ newBrowser }) => {
  const context = await newBrowser({ javaScriptEnabled: false });
  await beSomebody(context, await reader({ is_admin: true }));
  const page = await context.newPage();
  const id = await makeGpu();
  const errors = translator("en", "errors");
  const t = translator("en", "adminGpus");
  const field = (name: "model" | "maxHours") => page.getByLabel(t(name), { exact: true });
  const save = page.getByRole("button", { name: t("save"), exact: true });

  await page.goto(`/admin/gpus/${id}`);
  await field("maxHours").fill("many");
  await save.click();
  await expect(page.getByText(errors("not-a-number"))).toBeVisible();
  // The page came anew with the refusal, but its fields are still those of the first.
  await sql("UPDATE gpu SET model = 'H200' WHERE id = $1", [id]);
  await field("maxHours").fill("a day");
  await save.click();
  await expect(page.getByText(errors("not-a-number"))).toBeVisible();
  await field("maxHours").fill("24");
  await save.click();
  await expect(page.getByText(errors("form-outdated"))).toBeVisible();
  await expect(field("model")).toHaveValue("H200");
  await expect(field("maxHours")).toHaveValue("48");

  await field("maxHours").fill("24");
  await save.click();
  await expect(page.getByText(t("saved"), { exact: true })).toBeVisible();
  const [gpu] = await sql("SELECT model, max_hours FROM gpu WHERE id = $1", [id]);
  expect(gpu).toEqual({ model: "H200", max_hours: 24 });
});
