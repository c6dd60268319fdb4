/** What people, and those who mean harm, put into forms: a clear word at its field, nothing done. */
import type { Page } from "@playwright/test";
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { post } from "./support/forged";
import { beSomebody } from "./support/people";
import { closeAfterwards, reader, turnOf, useOf } from "./support/scenes";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

closeAfterwards();

const errors = translator("en", "errors");

async function pageOf(newBrowser: () => Promise<import("@playwright/test").BrowserContext>) {
  const person = await reader();
  const context = await newBrowser();
  await beSomebody(context, person);
  return { person, page: await context.newPage() };
}

/** The answer to a post says this, and no stack trace; and it is a page of ours. */
async function expectRefused(
  page: Page,
  form: string,
  changes: Record<string, string>,
  sentence: string,
) {
  const answer = await post(page, form, changes);
  const text = await answer.text();
  expect(answer.status(), JSON.stringify(changes)).toBe(200);
  expect(
    text.includes(sentence.replaceAll("'", "&#x27;")),
    `${JSON.stringify(changes)}: ${sentence}`,
  ).toBe(true);
  expect(/\bat \S+ \(|node_modules|ECONN|prisma/i.test(text)).toBe(false);
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
  ["1000000000", errors("too-large", { most: 8_760 })],
  ["49", errors("duration-too-long", { longest: 48 })],
];

test("reserving: hours that are none", async ({ newBrowser }) => {
  const { person, page } = await pageOf(newBrowser);
  const gpu = await makeGpu();
  await giveAccess(person, gpu);
  await page.goto("/reserve");
  for (const [hours, sentence] of HOURS) {
    await page.getByLabel(translator("en", "reserve")("hours"), { exact: true }).fill(hours);
    const submit = translator("en", "reserve")("submit");
    await page.getByRole("button", { name: submit, exact: true }).click();
    const field = page.getByLabel(translator("en", "reserve")("hours"), { exact: true });
    await expect(page.getByText(sentence)).toBeVisible();
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(hours);
  }
  expect(await sql("SELECT id FROM reservation WHERE user_id = $1", [person.id])).toEqual([]);
});

test("reserving: GPUs that are none, or not theirs", async ({ newBrowser }) => {
  const { person, page } = await pageOf(newBrowser);
  await giveAccess(person, await makeGpu());
  const invisible = String(await makeGpu());
  await page.goto("/reserve");
  for (const gpuId of [invisible, "0", "-1", "1e3", "99999999999999", "x", "1; DROP TABLE gpu"]) {
    await expectRefused(page, "gpuId", { gpuId, hours: "2" }, errors("not-found"));
  }
  expect(await sql("SELECT id FROM reservation WHERE user_id = $1", [person.id])).toEqual([]);
});

test("acting: reservations that are none, or somebody else's", async ({ newBrowser }) => {
  const { person, page } = await pageOf(newBrowser);
  const own = await useOf(person);
  const foreign = await turnOf(await reader());
  const before = await sql("SELECT * FROM reservation WHERE id = $1", [foreign.id]);
  await page.goto(`/reservations/${own.id}`);
  for (const id of [String(foreign.id), "0", "-1", "NaN", "2147483648", ""]) {
    await expectRefused(page, "hours", { id, hours: "1" }, errors("not-found"));
  }
  await expectRefused(page, "hours", { hours: "0" }, errors("too-small", { least: 1 }));
  await expectRefused(page, "hours", { hours: "-1" }, errors("too-small", { least: 1 }));
  await expectRefused(page, "hours", { hours: "47" }, errors("extension-too-long"));
  expect(await sql("SELECT * FROM reservation WHERE id = $1", [foreign.id])).toEqual(before);
  const [row] = await sql("SELECT duration FROM reservation WHERE id = $1", [own.id]);
  expect(row?.duration).toBe(2);
});

test("registering: line breaks, strange signs and too much of everything", async ({
  newBrowser,
}) => {
  const page = await (await newBrowser()).newPage();
  await page.goto("/register");
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
    await expectRefused(page, "username", { ...good, ...change }, sentence);
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
