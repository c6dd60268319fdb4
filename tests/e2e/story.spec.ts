/** The whole main job, from an empty portal: ask for a GPU, get the mail, use it, pass it on. */
import { sql } from "@/lib/db";
import { giveAccess, makeGpu } from "../support/people";
import { administrator } from "./support/address";
import { forge, nextAction, replay } from "./support/forged";
import { linkIn, mailsTo, mailTo } from "./support/mails";
import { logIn, register, reserve, visitor } from "./support/people";
import { expect, test } from "./support/test";
import { translator } from "./support/words";

const HOST = "vault-7.example.org";
const SECRET = `ssh -p 2201 lab@${HOST}`;
/** What a turn that nobody claims takes to pass on, and a sweep of the worker. */
const CLAIM_WINDOW_MS = Number(process.env.CLAIM_WINDOW_MINUTES) * 60_000 + 4_000;

const statusOf = async (id: number): Promise<string> =>
  (await sql("SELECT status FROM reservation WHERE id = $1", [id]))[0]?.status;

test("the main job, from nothing", async ({ newBrowser, complaints }) => {
  test.setTimeout(180_000);
  const browser = await newBrowser();
  const keeper = await browser.newPage();
  const a = await visitor(await newBrowser(), "a.lin", "Lin A");
  const b = await visitor(await newBrowser({ locale: "zh-TW" }), "b.chen", "陳 B", "zh-TW");
  const c = await visitor(await newBrowser(), "c.wu", "Wu C");
  const d = await visitor(await newBrowser(), "d.huang", "Huang D");
  const t = translator("en", "reservation");
  let gpuId = 0;
  expect(await sql("SELECT id FROM gpu")).toEqual([]);

  await test.step("1. visitors register; administrators hear of it", async () => {
    for (const person of [a, b, c, d]) await register(person);
    const letter = await mailTo("keeper@example.org", /a\.lin/, 5_000);
    expect(letter.subject).toBe(
      translator("zh-TW", "mail.registrationReceived")("subject", a as never),
    );
    await mailTo(a.email, /Verify/, 5_000);
  });

  await test.step("2. an administrator approves them and makes a GPU visible", async () => {
    const { login, password } = administrator();
    await logIn(keeper, login, password);
    const accounts = translator("zh-TW", "adminAccounts");
    await keeper.goto("/admin/accounts");
    for (const { name } of [a, b, c, d]) {
      await keeper.getByRole("button", { name: accounts("approveOf", { name }) }).click();
      await expect(
        keeper.getByRole("button", { name: accounts("approveOf", { name }) }),
      ).toBeHidden();
    }
    await mailTo(a.email, /approved/, 5_000);
    await mailTo(b.email, /已核准/, 5_000);

    const gpus = translator("zh-TW", "adminGpus");
    await keeper.goto("/admin/gpus");
    await keeper
      .getByRole("link", { name: gpus("add") })
      .first()
      .click();
    await keeper.getByLabel(gpus("server"), { exact: true }).fill("gpu01");
    await keeper.getByLabel(gpus("index"), { exact: true }).fill("2");
    await keeper.getByLabel(gpus("model"), { exact: true }).fill("RTX 4090");
    await keeper.getByLabel(gpus("cudaVersion"), { exact: true }).fill("13.1");
    await keeper.getByLabel(gpus("maxHours"), { exact: true }).fill("48");
    await keeper.getByLabel(gpus("connectionInfo"), { exact: true }).fill(SECRET);
    await keeper.getByRole("button", { name: gpus("add") }).click();
    await keeper.getByRole("link", { name: gpus("grant") }).click();

    const access = translator("zh-TW", "adminAccess");
    await keeper.waitForURL(/[?]gpu=\d+/);
    gpuId = Number(new URL(keeper.url()).searchParams.get("gpu"));
    for (const { name } of [a, b, c]) {
      await keeper.getByLabel(access("visibleTo", { name })).check();
    }
    await keeper.getByLabel(access("priorityOf", { name: c.name })).fill("0");
    await keeper.getByRole("button", { name: access("save") }).click();
    await expect(keeper.getByText(access("saved"))).toBeVisible();
  });

  await test.step("A reserves the free GPU; the mail is there within 2 s, the secret after Start", async () => {
    await logIn(a.page, a.username);
    await expect(a.page.getByRole("link", { name: "RTX 4090 gpu01-2" })).toBeVisible();
    const id = await reserve(a.page, gpuId, 2);
    const letter = await mailTo(a.email, /Your turn: RTX 4090 \(gpu01-2\), start before/, 2_000);
    expect(letter.text + letter.html).not.toContain(HOST);
    expect(linkIn(letter)).toBe(`${process.env.E2E_PORTAL}/reservations/${id}`);

    await expect(a.page.getByRole("heading", { name: t("headline.NOTIFIED") })).toBeVisible();
    expect((await a.page.content()).includes(HOST)).toBe(false);
    const start = a.page.getByRole("main").getByRole("button", { name: t("start.button") });
    await start.click();
    await expect(a.page.getByText(SECRET)).toBeVisible();
    await expect(a.page.getByRole("heading", { name: t("headline.ACTIVE") })).toBeVisible();
  });
  const ofA = Number(a.page.url().split("/").at(-1));
  let ofB = 0;
  let ofC = 0;

  await test.step("B and C wait, C before B though later", async () => {
    await logIn(b.page, b.username, undefined, "zh-TW");
    const captured = nextAction(b.page);
    ofB = await reserve(b.page, gpuId, 2, "zh-TW");
    const tw = translator("zh-TW", "reservation");
    await expect(
      b.page.getByRole("heading", { name: tw("headline.WAITING", { place: 1 }) }),
    ).toBeVisible();
    await logIn(c.page, c.username);
    ofC = await reserve(c.page, gpuId, 2);
    await expect(
      c.page.getByRole("heading", { name: t("headline.WAITING", { place: 1 }) }),
    ).toBeVisible();
    await b.page.reload();
    await expect(
      b.page.getByRole("heading", { name: tw("headline.WAITING", { place: 2 }) }),
    ).toBeVisible();
    expect((await b.page.content()).includes(HOST)).toBe(false);
    // What a captured request can do is seen from B's own, sent a second time.
    const again = await (await replay(b.page, await captured)).text();
    expect(again).toContain(translator("zh-TW", "errors")("already-reserved"));
    await theGpuDoesNotExistForD(await captured);
  });

  /** By no page, no guessed address and no action call, one that is replayed or forged included. */
  async function theGpuDoesNotExistForD(reserveOfB: Awaited<ReturnType<typeof nextAction>>) {
    const [row] = await sql(`SELECT id FROM "user" WHERE username = $1`, [d.username]);
    const own = await makeGpu();
    await sql("UPDATE gpu SET model = 'Tesla T4' WHERE id = $1", [own]);
    await giveAccess({ id: row?.id, isAdmin: false, address: null }, own);
    await logIn(d.page, d.username);
    const tells = (text: string) => /RTX 4090|gpu01|vault-7|Lin A|陳 B|Wu C/.test(text);
    for (const path of ["/dashboard", "/reserve", `/reserve?gpu=${gpuId}`]) {
      await d.page.goto(path);
      expect(tells(await d.page.content()), path).toBe(false);
    }
    complaints.expectStatus(404);
    for (const path of [`/gpus/${gpuId}`, `/reservations/${ofA}`, `/reservations/${ofB}`]) {
      const answer = await d.page.goto(path);
      expect(answer?.status(), path).toBe(404);
      expect(tells(await d.page.content()), path).toBe(false);
    }
    const everything = () =>
      sql("SELECT * FROM reservation WHERE gpu_id = $1 OR user_id = $2 ORDER BY id", [
        gpuId,
        row?.id,
      ]);
    const before = await everything();
    expect(before).toHaveLength(3);

    const context = await newBrowser({ javaScriptEnabled: false });
    await context.addCookies(await d.page.context().cookies());
    const plain = await context.newPage();
    const replayed = await replay(d.page, reserveOfB);
    expect(tells(await replayed.text())).toBe(false);
    for (const id of [gpuId, 2_147_483_647]) {
      await forge(plain, "/reserve", "gpuId", { gpuId: String(id), hours: "2" });
      await expect(plain.getByText(translator("en", "errors")("not-found"))).toBeVisible();
      expect(tells(await plain.content())).toBe(false);
    }
    expect(await everything()).toEqual(before);
  }

  await test.step("A releases early: C's mail within 2 s", async () => {
    await a.page.reload();
    await a.page
      .getByRole("main")
      .getByRole("button", { name: t("release.button") })
      .click();
    const dialog = a.page.getByRole("dialog", { name: /RTX 4090/ });
    await expect(dialog).toContainText(t("successor.somebody", { name: c.name, lab: c.lab }));
    await dialog.getByRole("button", { name: t("release.button") }).click();
    await mailTo(c.email, /Your turn/, 2_000);
    await expect(a.page.getByRole("heading", { name: t("cause.RELEASED") })).toBeVisible();
    await a.page.reload();
    expect((await a.page.content()).includes(HOST)).toBe(false);
    expect(await statusOf(ofB)).toBe("WAITING");
  });

  await test.step("C does not claim: the turn passes on, C is told, B has it", async () => {
    await mailTo(c.email, /Turn passed on/, CLAIM_WINDOW_MS);
    expect(await statusOf(ofC)).toBe("EXPIRED");
    await mailTo(b.email, /輪到您使用 RTX 4090（gpu01-2），請於/, 2_000);
    await c.page.reload();
    await expect(c.page.getByRole("heading", { name: t("cause.CLAIM_WINDOW_OVER") })).toBeVisible();
    await b.page.reload();
    const start = translator("zh-TW", "reservation.start")("button");
    await b.page.getByRole("main").getByRole("button", { name: start }).click();
    await expect(b.page.getByText(SECRET)).toBeVisible();
  });

  await test.step("B's time runs out with nobody logged in", async () => {
    for (const { page } of [a, b, c, d]) await page.context().close();
    await sql("UPDATE reservation SET end_time = now() + interval '8 s' WHERE id = $1", [ofB]);
    await mailTo(b.email, /即將結束：RTX 4090/, 10_000);
    await mailTo(b.email, /使用時間已結束：RTX 4090/, 10_000);
    expect(await statusOf(ofB)).toBe("COMPLETED");
    await keeper.goto(`/gpus/${gpuId}`);
    await expect(
      keeper.getByText(translator("zh-TW", "common.state")("free")).first(),
    ).toBeVisible();
  });

  await test.step("everybody got every mail once, and the outbox says so", async () => {
    // Besides those that only correct a calendar.
    const kinds = async (address: string) =>
      (await mailsTo(address))
        .map(({ subject }) => subject.split(/[:：,，]/)[0] ?? "")
        .filter((kind) => !/^(Calendar|行事曆)$/.test(kind));
    expect(await kinds(a.email)).toHaveLength(3);
    expect(await kinds(b.email)).toHaveLength(5);
    expect(await kinds(c.email)).toHaveLength(4);
    expect(await kinds(d.email)).toHaveLength(2);
    const ids = (await mailsTo(b.email)).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    await keeper.goto("/admin/outbox?group=unsent");
    await expect(keeper.getByText(translator("zh-TW", "adminOutbox")("empty"))).toBeVisible();
  });
});
