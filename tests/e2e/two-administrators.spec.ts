/** Two administrators at the same form: neither overwrites unseen what the other has saved. */
import type { BrowserContext, Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { giveAccess, makeGpu, makeLab } from "../support/people";
import { listening, open } from "./support/open";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const outdated = translator("en", "errors")("form-outdated");
const gpus = translator("en", "adminGpus");
const accounts = translator("en", "adminAccounts");
const accesses = translator("en", "adminAccess");

/** The page of an administrator who has just opened it. */
async function desk(newBrowser: () => Promise<BrowserContext>, path: string): Promise<Page> {
  const context = await newBrowser();
  await beSomebody(context, await reader({ is_admin: true }));
  const page = await context.newPage();
  await open(page, path);
  return page;
}

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

const saveButton = (page: Page) => page.getByRole("button", { name: gpus("save") });

async function save(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await saveButton(page).click();
  await answered;
  await expect(page.getByText(gpus("saved"), { exact: true })).toBeVisible();
  await expect(saveButton(page)).toBeFocused();
}

/** Lets a page ask what is new at once, as when somebody comes back to its tab. */
const lookAgain = (page: Page) =>
  page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));

const gpuOf = async (id: number) =>
  (
    await sql(
      `SELECT model, max_hours AS "maxHours", cuda_version AS "cudaVersion" FROM gpu WHERE id = $1`,
      [id],
    )
  )[0];

test("a GPU: what is typed over what another saved meanwhile is refused, then saved", async ({
  newBrowser,
}) => {
  const id = await makeGpu();
  const mine = await desk(newBrowser, `/admin/gpus/${id}`);
  const other = await desk(newBrowser, `/admin/gpus/${id}`);
  await field(mine, gpus("maxHours")).fill("24");
  await field(other, gpus("model")).fill("H200");
  await save(other);
  await lookAgain(mine);
  await expect(mine.getByRole("heading", { name: /H200/ })).toBeVisible();
  await expect(field(mine, gpus("maxHours"))).toHaveValue("24");
  await expect(field(mine, gpus("model"))).toHaveValue("RTX 4090");

  await saveButton(mine).click();
  await expect(mine.getByText(outdated)).toBeVisible();
  await expect(field(mine, gpus("model"))).toHaveValue("H200");
  await expect(field(mine, gpus("maxHours"))).toHaveValue("48");
  expect(await gpuOf(id)).toMatchObject({ model: "H200", maxHours: 48 });

  await field(mine, gpus("maxHours")).fill("24");
  await save(mine);
  expect(await gpuOf(id)).toMatchObject({ model: "H200", maxHours: 24 });
});

test("a GPU: fields in which nothing is typed follow what another saves", async ({
  newBrowser,
}) => {
  const id = await makeGpu();
  const mine = await desk(newBrowser, "/admin/gpus");
  // Fields that came without a page load have been set, which a browser takes for typing.
  await mine.locator(`a[href="/admin/gpus/${id}"]`).first().click();
  await field(mine, gpus("cudaVersion")).focus();
  const other = await desk(newBrowser, `/admin/gpus/${id}`);
  await field(other, gpus("maxHours")).fill("12");
  await save(other);
  await lookAgain(mine);
  await expect(field(mine, gpus("maxHours"))).toHaveValue("12");
  await expect(field(mine, gpus("cudaVersion"))).toBeFocused();

  await field(mine, gpus("cudaVersion")).fill("13.2");
  await save(mine);
  await lookAgain(other);
  await expect(field(other, gpus("cudaVersion"))).toHaveValue("13.2");
  await field(other, gpus("model")).fill("H100");
  await save(other);
  await lookAgain(mine);
  await expect(field(mine, gpus("model"))).toHaveValue("H100");
  expect(await gpuOf(id)).toEqual({ model: "H100", maxHours: 12, cudaVersion: "13.2" });
});

test("a GPU: a form that was wrong and became old meanwhile is refused as old", async ({
  newBrowser,
}) => {
  const id = await makeGpu();
  const mine = await desk(newBrowser, `/admin/gpus/${id}`);
  await field(mine, gpus("maxHours")).fill("many");
  await saveButton(mine).click();
  await expect(field(mine, gpus("maxHours"))).toHaveAttribute("aria-invalid", "true");
  await expect(field(mine, gpus("maxHours"))).toBeFocused();
  const other = await desk(newBrowser, `/admin/gpus/${id}`);
  await field(other, gpus("model")).fill("H200");
  await save(other);
  await lookAgain(mine);
  await expect(mine.getByRole("heading", { name: /H200/ })).toBeVisible();
  await expect(field(mine, gpus("maxHours"))).toHaveValue("many");
  await field(mine, gpus("maxHours")).fill("24");
  await saveButton(mine).click();
  await expect(mine.getByText(outdated)).toBeVisible();
  await expect(field(mine, gpus("model"))).toHaveValue("H200");
  expect(await gpuOf(id)).toMatchObject({ model: "H200", maxHours: 48 });
});

test("an account: ticks and choices are kept while one edits, and follow otherwise", async ({
  newBrowser,
}) => {
  const { id } = await reader();
  const path = `/admin/accounts/${id}`;
  const mine = await desk(newBrowser, path);
  const other = await desk(newBrowser, path);
  const account = async () =>
    (await sql(`SELECT username, locale, is_admin FROM "user" WHERE id = $1`, [id]))[0];

  await field(other, accounts("language")).selectOption("zh-TW");
  await field(other, accounts("isAdmin")).check();
  await save(other);
  await lookAgain(mine);
  await expect(field(mine, accounts("language"))).toHaveValue("zh-TW");
  await expect(field(mine, accounts("isAdmin"))).toBeChecked();

  await field(mine, accounts("isAdmin")).uncheck();
  const username = `renamed-${id}`;
  await field(other, accounts("columns.username")).fill(username);
  await field(other, accounts("language")).selectOption("en");
  await save(other);
  await lookAgain(mine);
  await expect(mine.getByRole("heading", { name: new RegExp(username) })).toBeVisible();
  await expect(field(mine, accounts("isAdmin"))).not.toBeChecked();
  await expect(field(mine, accounts("language"))).toHaveValue("zh-TW");

  await saveButton(mine).click();
  await expect(mine.getByText(outdated)).toBeVisible();
  await expect(field(mine, accounts("columns.username"))).toHaveValue(username);
  await expect(field(mine, accounts("language"))).toHaveValue("en");
  await expect(field(mine, accounts("isAdmin"))).toBeChecked();
  expect(await account()).toEqual({ username, locale: "en", is_admin: true });

  await field(mine, accounts("isAdmin")).uncheck();
  await save(mine);
  expect(await account()).toEqual({ username, locale: "en", is_admin: false });
});

/** The row of somebody in the table of accesses. */
async function rowOf({ id }: Actor) {
  const [{ name } = {}] = await sql(`SELECT name FROM "user" WHERE id = $1`, [id]);
  return {
    visible: accesses("visibleTo", { name }),
    priority: accesses("priorityOf", { name }),
    enabled: accesses("enabledFor", { name }),
  };
}

const accessesTo = async (gpu: number) =>
  Object.fromEntries(
    (
      await sql("SELECT user_id, priority, status FROM user_gpu_access WHERE gpu_id = $1", [gpu])
    ).map(({ user_id, priority, status }) => [user_id, status ? priority : `${priority} off`]),
  );

test("accesses: only the rows that both changed are refused, and the others are kept", async ({
  newBrowser,
}) => {
  const { gpu, people } = await makeLab(1, 1, 1);
  const [a, b, c] = people;
  const [rowA, rowB, rowC] = [await rowOf(a), await rowOf(b), await rowOf(c)];
  const path = `/admin/access?gpu=${gpu}`;
  const mine = await desk(newBrowser, path);
  const other = await desk(newBrowser, path);

  await field(mine, rowA.priority).fill("5");
  await field(other, rowB.priority).fill("2");
  await field(other, rowB.enabled).uncheck();
  await save(other);
  await sql(`UPDATE "user" SET lab = 'Another Lab' WHERE id = $1`, [c.id]);
  await lookAgain(mine);
  await expect(mine.getByRole("cell", { name: "Another Lab" })).toBeVisible();
  await save(mine);
  expect(await accessesTo(gpu)).toEqual({ [a.id]: 5, [b.id]: "2 off", [c.id]: 1 });
  await expect(field(mine, rowB.priority)).toHaveValue("2");
  await expect(field(mine, rowB.enabled)).not.toBeChecked();

  await field(mine, rowA.priority).fill("7");
  await field(mine, rowC.visible).uncheck();
  await other.reload();
  await listening(other);
  await field(other, rowA.enabled).uncheck();
  await save(other);
  await sql(`UPDATE "user" SET lab = 'Third Lab' WHERE id = $1`, [c.id]);
  await lookAgain(mine);
  await expect(mine.getByRole("cell", { name: "Third Lab" })).toBeVisible();
  await saveButton(mine).click();
  await expect(mine.getByText(outdated)).toHaveCount(1);
  await expect(field(mine, rowA.priority)).toHaveValue("5");
  await expect(field(mine, rowA.priority)).toBeFocused();
  await expect(field(mine, rowA.enabled)).not.toBeChecked();
  await expect(field(mine, rowC.visible)).not.toBeChecked();
  expect(await accessesTo(gpu)).toEqual({ [a.id]: "5 off", [b.id]: "2 off", [c.id]: 1 });

  await field(mine, rowA.priority).fill("7");
  await save(mine);
  expect(await accessesTo(gpu)).toEqual({ [a.id]: "7 off", [b.id]: "2 off" });
});

test("accesses: who appears in a table that was refused keeps their access", async ({
  newBrowser,
}) => {
  const { gpu, people } = await makeLab(1);
  const [known] = people;
  const rowKnown = await rowOf(known);
  const mine = await desk(newBrowser, `/admin/access?gpu=${gpu}`);
  await field(mine, rowKnown.priority).fill("first");
  await saveButton(mine).click();
  await expect(field(mine, rowKnown.priority)).toHaveAttribute("aria-invalid", "true");

  const appeared = await reader();
  await giveAccess(appeared, gpu, { priority: 3 });
  const rowAppeared = await rowOf(appeared);
  // The first look after a refusal is left out, for the time to read it.
  await lookAgain(mine);
  await lookAgain(mine);
  await expect(field(mine, rowAppeared.visible)).toBeChecked();
  await field(mine, rowKnown.priority).fill("0");
  await save(mine);
  expect(await accessesTo(gpu)).toEqual({ [known.id]: 0, [appeared.id]: 3 });
});

test("an account that another has disabled is not approved, and the page leaves time to read why", async ({
  newBrowser,
}) => {
  const { id } = await reader({ status: "PENDING" });
  const mine = await desk(newBrowser, `/admin/accounts/${id}`);
  await sql(`UPDATE "user" SET status = 'DISABLED' WHERE id = $1`, [id]);
  await mine.getByRole("button", { name: accounts("approve") }).click();
  await expect(mine.getByText(translator("en", "errors")("changed-meanwhile"))).toBeVisible();
  await lookAgain(mine);
  await expect(mine.getByText(translator("en", "errors")("changed-meanwhile"))).toBeVisible();
});
