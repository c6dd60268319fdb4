/** The matrix of accesses, worked by the keys alone; and several accounts at once. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { listening, open } from "./support/open";
import { beSomebody } from "./support/people";
import { closeAfterwards, queueUp, reader, statusOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const words = translator("en", "adminAccess");
const accounts = translator("en", "adminAccounts");

const nameOf = async ({ id }: Actor): Promise<string> =>
  (await sql(`SELECT name FROM "user" WHERE id = $1`, [id]))[0]?.name;

const accessOf = async ({ id }: Actor, gpu: number) => {
  const [row] = await sql(
    "SELECT priority, status FROM user_gpu_access WHERE user_id = $1 AND gpu_id = $2",
    [id, gpu],
  );
  return row ? `${row.priority}${row.status ? "" : " off"}` : null;
};

async function serverOf(gpu: number): Promise<string> {
  const [row] = await sql(
    "SELECT s.name FROM gpu g JOIN server s ON s.id = g.server_id WHERE g.id = $1",
    [gpu],
  );
  return row?.name;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

/** Presses keys one after the other where the focus is. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test("accesses are changed by keys, looked at, saved, and felt", async ({ newBrowser }) => {
  const admin = await reader({ is_admin: true });
  const holder = await reader();
  const waiter = await reader();
  const third = await reader();
  const lab = `Matrix Lab ${holder.id}`;
  for (const [index, { id }] of [holder, waiter, third].entries()) {
    await sql(`UPDATE "user" SET lab = $2, username = $3 WHERE id = $1`, [
      id,
      lab,
      `matrix-${index}-${id}`,
    ]);
  }
  const use = await useOf(holder);
  const waiting = await queueUp(waiter, use.gpu);
  const second = await makeGpu();
  await sql(
    `UPDATE gpu SET gpu_index = 1, server_id = (SELECT server_id FROM gpu WHERE id = $2)
     WHERE id = $1`,
    [second, use.gpu],
  );
  await giveAccess(third, second, { priority: 4 });

  const context = await newBrowser();
  await beSomebody(context, admin);
  const page = await context.newPage();
  const query = new URLSearchParams({ lab, server: await serverOf(use.gpu) });
  await open(page, `/admin/access?${query}`);
  const grid = page.getByRole("grid", { name: words("matrix.label") });
  await expect(grid).toHaveAttribute("aria-rowcount", "4");
  await expect(grid).toHaveAttribute("aria-colcount", "3");
  const cell = (row: number, column: number) =>
    grid.locator(`[data-row="${row}"][data-column="${column}"]`);

  await test.step("one stop of the Tab key, from which the arrows lead everywhere", async () => {
    await page.getByRole("button", { name: words("matrix.undo") }).focus();
    await press(page, "Tab");
    await expect(cell(0, 0)).toBeFocused();
    await press(page, "ArrowRight", "ArrowDown");
    await expect(cell(1, 1)).toBeFocused();
    await press(page, "Home", "ArrowLeft");
    await expect(cell(1, -1)).toBeFocused();
    await press(page, "Control+End");
    await expect(cell(2, 1)).toBeFocused();
    await press(page, "Control+Home", "ArrowUp");
    await expect(cell(-1, 0)).toBeFocused();
    await press(page, "ArrowDown");
  });

  await test.step("space, digits, S and Delete change what is selected", async () => {
    await press(page, "Control+End", "2", "s");
    await expect(cell(2, 1)).toHaveAttribute("aria-label", /suspended, priority 2; not saved yet/);
    await press(page, "u");
    await expect(cell(2, 1)).toHaveAttribute("aria-label", /: visible, priority 4$/);
    await press(page, "Shift+ArrowUp");
    await expect(grid.locator("[aria-selected=true]")).toHaveCount(2);
    await press(page, "0");
    await expect(cell(1, 1)).toHaveAttribute("aria-label", /visible, priority 0; not saved/);
    await expect(
      page.getByRole("button", { name: words("matrix.save", { count: 2 }) }),
    ).toBeVisible();
    // The whole first column, by the lab.
    await press(page, "Control+Home", "Shift+Control+ArrowDown", "Delete");
    await expect(cell(0, 0)).toHaveAttribute("aria-label", /not visible; .*not saved/);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page);
  });

  await test.step("the preview names whose reservation is cancelled, and whose use stays", async () => {
    await page.getByRole("button", { name: words("matrix.save", { count: 4 }) }).click();
    const dialog = page.getByRole("dialog", { name: words("matrix.previewTitle") });
    await expect(
      dialog.getByRole("listitem").filter({ hasText: await nameOf(waiter) }),
    ).toContainText("waits for");
    await expect(dialog.getByText(await nameOf(holder))).toBeVisible();
    await expectAccessible(page);
    expect(await statusOf(waiting)).toBe("WAITING");
    await dialog.getByRole("button", { name: words("matrix.saveNow") }).click();
    await expect(page.getByText(/3 accesses saved\./)).toBeVisible();
    expect(await statusOf(waiting)).toBe("CANCELLED");
    expect(await accessOf(holder, use.gpu)).toBe("1");
    expect(await accessOf(waiter, use.gpu)).toBeNull();
    expect(await accessOf(waiter, second)).toBe("0");
    expect(await accessOf(third, second)).toBe("0");
    await expect(cell(1, 0)).toHaveAttribute("aria-label", /: not visible$/);
  });

  await test.step("the user's dashboard shows the other GPU", async () => {
    const theirs = await newBrowser();
    await beSomebody(theirs, waiter);
    const dashboard = await theirs.newPage();
    await dashboard.goto("/dashboard");
    const server = await serverOf(use.gpu);
    await expect(dashboard.getByText(`${server}-1`).first()).toBeVisible();
    await expect(dashboard.getByText(`${server}-0`)).toHaveCount(0);
  });

  await test.step("what another saved meanwhile is not overwritten", async () => {
    await giveAccess(third, second, { priority: 6 });
    await cell(2, 1).click();
    await press(page, "9");
    await page.getByRole("button", { name: words("matrix.save", { count: 1 }) }).click();
    const dialog = page.getByRole("dialog", { name: words("matrix.previewTitle") });
    await expect(dialog.getByText(/somebody else has changed it/)).toBeVisible();
    await dialog.getByRole("button", { name: words("matrix.back") }).click();
    const asked = page.waitForEvent("dialog");
    const leaving = page.getByRole("link", { name: words("default.title") }).click();
    const question = await asked;
    expect(question.message()).toBe(words("matrix.leave"));
    await question.dismiss();
    await leaving;
    await expect(cell(2, 1)).toHaveAttribute("aria-label", /priority 9; not saved/);
    expect(await accessOf(third, second)).toBe("6");
    await page.getByRole("button", { name: words("matrix.discard") }).click();
  });

  await test.step("one user's access is copied to a lab", async () => {
    await page.reload();
    await listening(page);
    await cell(2, 1).click();
    await page.getByRole("button", { name: words("matrix.copy") }).click();
    const dialog = page.getByRole("dialog", { name: words("matrix.copyTitle") });
    await dialog.getByLabel(words("matrix.copyTo")).selectOption(lab);
    await dialog.getByRole("button", { name: words("matrix.copyDo") }).click();
    await expect(cell(0, 1)).toHaveAttribute("aria-label", /visible, priority 6; not saved/);
    // They have one already, which stays.
    await expect(cell(1, 1)).toHaveAttribute("aria-label", /: visible, priority 0$/);
    await page.getByRole("button", { name: words("matrix.discard") }).click();
  });
});

test("several accounts are approved with the default access, after a page that asks", async ({
  newBrowser,
}) => {
  const admin = await reader({ is_admin: true });
  const [a, b] = [await reader({ status: "PENDING" }), await reader({ status: "PENDING" })];
  const lab = `Newcomers ${a.id}`;
  await sql(`UPDATE "user" SET lab = $1 WHERE id IN ($2, $3)`, [lab, a.id, b.id]);
  const gpu = await makeGpu();
  await sql("INSERT INTO default_access (gpu_id, priority) VALUES ($1, 3)", [gpu]);
  for (const javaScriptEnabled of [true, false]) {
    const context = await newBrowser({ javaScriptEnabled });
    await beSomebody(context, admin);
    const page = await context.newPage();
    await page.goto(`/admin/accounts?${new URLSearchParams({ lab })}`);
    const who = javaScriptEnabled ? a : b;
    await page.getByLabel(accounts("select.one", { name: await nameOf(who) })).check();
    await page
      .getByRole("button", {
        name: javaScriptEnabled
          ? accounts("select.approveCount", { count: 1 })
          : accounts("select.approve"),
      })
      .click();
    await expect(page.getByText(accounts("selected.approved"))).toBeVisible();
    if (javaScriptEnabled) await expectAccessible(page);
    await page
      .getByRole("button", { name: accounts("selected.approveConfirm", { count: 1 }) })
      .click();
    await expect(page.getByText(accounts("selected.approvedAll", { count: 1 }))).toBeVisible();
    expect(await accessOf(who, gpu)).toBe("3");
  }
  await sql("DELETE FROM default_access");
});
