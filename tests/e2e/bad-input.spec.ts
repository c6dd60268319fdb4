/** What people, and those who mean harm, put into forms: a clear word at its field, nothing done. */
import type { BrowserContext, Page } from "@playwright/test";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { forge } from "./support/forged";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader, turnOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const errors = translator("en", "errors");

const reservationsOf = ({ id }: Actor) =>
  sql("SELECT * FROM reservation WHERE user_id = $1 ORDER BY id", [id]);

/** Somebody at a browser without JavaScript, which sends forms as they stand. */
async function atBrowser(
  newBrowser: (options: { javaScriptEnabled: boolean }) => Promise<BrowserContext>,
) {
  const person = await reader();
  const context = await newBrowser({ javaScriptEnabled: false });
  await beSomebody(context, person);
  return { person, page: await context.newPage() };
}

/** Sends a form with these values, and reads in the page that comes why that is not possible. */
async function expectRefused(
  page: Page,
  [path, field]: readonly [path: string, field: string],
  changes: Record<string, string>,
  sentence: string,
) {
  const response = await forge(page, path, field, changes);
  const what = JSON.stringify(changes).slice(0, 200);
  expect(response.status(), what).toBe(200);
  await expect(page.getByText(sentence), what).toBeVisible();
  const shown = await page.locator("body").innerText();
  expect(/\bat \S+ \(|node_modules|prisma|Error:/i.test(shown), what).toBe(false);
}

const HOURS: [string, string][] = [
  ["", errors("required")],
  ["0", errors("too-small", { least: 1 })],
  ["-1", errors("too-small", { least: 1 })],
  ["1.5", errors("not-whole")],
  ["1e9", errors("not-whole")],
  ["NaN", errors("not-a-number")],
  ["Infinity", errors("not-a-number")],
  ["two", errors("not-a-number")],
  ["1000000000", errors("duration-too-long", { longest: 48 })],
  ["49", errors("duration-too-long", { longest: 48 })],
];

test("reserving: hours that are none", async ({ newBrowser }) => {
  const person = await reader();
  const context = await newBrowser();
  await beSomebody(context, person);
  const page = await context.newPage();
  await giveAccess(person, await makeGpu());
  const t = translator("en", "reserve");
  await page.goto("/reserve");
  for (const [hours, sentence] of HOURS) {
    const field = page.getByLabel(t("hours"), { exact: true });
    await field.fill(hours);
    await page.getByRole("button", { name: t("submit"), exact: true }).click();
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(hours);
  }
  expect(await reservationsOf(person)).toEqual([]);
});

test("reserving: GPUs that are none, or not theirs", async ({ newBrowser }) => {
  const { person, page } = await atBrowser(newBrowser);
  await giveAccess(person, await makeGpu());
  const invisible = String(await makeGpu());
  const form = ["/reserve", "gpuId"] as const;
  for (const gpuId of [invisible, "0", "-1", "1e3", "99999999999999", "x", "1; DROP TABLE gpu"]) {
    await expectRefused(page, form, { gpuId, hours: "2" }, errors("not-found"));
  }
  expect(await reservationsOf(person)).toEqual([]);
});

test("acting: reservations that are none, or somebody else's", async ({ newBrowser }) => {
  const { person, page } = await atBrowser(newBrowser);
  const own = await useOf(person);
  const stranger = await reader();
  const foreign = await turnOf(stranger);
  const before = await reservationsOf(stranger);
  const form = [`/reservations/${own.id}`, "hours"] as const;
  for (const id of [String(foreign.id), "0", "-1", "NaN", "2147483648", ""]) {
    await expectRefused(page, form, { id, hours: "1" }, errors("not-found"));
  }
  await expectRefused(page, form, { hours: "0" }, errors("too-small", { least: 1 }));
  await expectRefused(page, form, { hours: "-1" }, errors("too-small", { least: 1 }));
  await expectRefused(page, form, { hours: "47" }, errors("extension-too-long"));
  expect(await reservationsOf(stranger)).toEqual(before);
  expect(await reservationsOf(person)).toMatchObject([{ status: "ACTIVE", duration: 2 }]);
});

test("registering: line breaks, strange signs and too much of everything", async ({
  newBrowser,
}) => {
  const page = await (await newBrowser({ javaScriptEnabled: false })).newPage();
  const good = {
    username: "strange.signs",
    name: "Strange Signs",
    email: "strange.signs@example.org",
    phone: "0912345678",
    lab: "Lab",
    password: "violet-harbour-27",
    passwordAgain: "violet-harbour-27",
  };
  const wrong: [Partial<typeof good>, string][] = [
    [{ name: "A\r\nBcc: everybody@example.org" }, errors("control-characters")],
    [{ lab: "Lab\u0000" }, errors("control-characters")],
    [{ name: "\u202Egnp.exe" }, errors("control-characters")],
    [{ email: "a@b\r\nBcc: c@d" }, errors("control-characters")],
    [{ username: "a b" }, errors("bad-username")],
    [{ username: "x".repeat(81) }, errors("too-long", { most: 80 })],
    [{ name: "名".repeat(101) }, errors("too-long", { most: 100 })],
    [{ email: "nobody" }, errors("bad-email")],
    [{ phone: "call me" }, errors("bad-phone")],
    [
      { password: "密碼密碼密碼密碼密碼", passwordAgain: "密碼密碼密碼密碼密碼" },
      errors("password-not-ascii"),
    ],
    [{ password: "short", passwordAgain: "short" }, errors("password-too-short")],
    [{ passwordAgain: "violet-harbour-28" }, errors("passwords-differ")],
  ];
  for (const [change, sentence] of wrong) {
    await expectRefused(page, ["/register", "username"], { ...good, ...change }, sentence);
  }
  expect(await sql(`SELECT id FROM "user" WHERE email = $1`, [good.email])).toEqual([]);
});

test("requests that no browser sends are answered, not broken", async ({ page, complaints }) => {
  for (const status of [400, 404, 405, 500]) complaints.expectStatus(status);
  await page.goto("/login");
  const answers = [
    await page.request.post("/login", { data: "not a form", headers: { "next-action": "00" } }),
    await page.request.post("/login", { multipart: { $ACTION_ID_00: "" } }),
    await page.request.get("/gpus/%00"),
    await page.request.get("/gpus/1e3"),
    await page.request.get("/reservations/99999999999999999999"),
    await page.request.get("/login?next=https://example.com/"),
  ];
  for (const answer of answers) {
    expect(/node_modules|at \S+ \(/.test(await answer.text()), answer.url()).toBe(false);
    expect(answer.status(), answer.url()).toBeLessThan(500);
  }
});
