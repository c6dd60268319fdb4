/** Password fields against input methods: Chromium's own composition, driven through its debugger. */
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { open } from "./support/open";

const WHY = "Only English letters, digits and symbols; your input method was ignored.";

test.use({ locale: "en-GB", extraHTTPHeaders: { "accept-language": "en" } });

/** The steps of an input method: each text replaces the one before, until one is committed. */
async function compose(cdp: CDPSession, ...steps: string[]) {
  for (const text of steps) {
    const caret = { selectionStart: text.length, selectionEnd: text.length };
    await cdp.send("Input.imeSetComposition", { text, ...caret });
  }
}

const commit = (cdp: CDPSession, text: string) => cdp.send("Input.insertText", { text });

async function paste(page: Page, name: string, text: string) {
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.locator(`[name=${name}]`).focus();
  await page.keyboard.press("ControlOrMeta+V");
}

test.beforeEach(async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page, "/register");
});

for (const name of ["password", "passwordAgain"]) {
  for (const isShown of [false, true]) {
    test(`${name}, ${isShown ? "shown" : "hidden"}, keeps input methods out`, async ({ page }) => {
      const field = page.locator(`[name=${name}]`);
      const cdp = await page.context().newCDPSession(page);
      const toggle = page.getByRole("button", { name: /(Show|Hide) password/ });
      if (isShown) await toggle.nth(name === "password" ? 0 : 1).click();
      await expect(field).toHaveAttribute("type", isShown ? "text" : "password");
      const reason = page.getByText(WHY);

      await field.click();
      await page.keyboard.type("abc");
      await expect(reason).toBeHidden();

      // Zhuyin shows Chinese while composing: nothing of it may stay, and it says why.
      await compose(cdp, "ㄋ", "ㄋㄧ", "你");
      await expect(reason).toBeVisible();
      await commit(cdp, "你");
      await expect(field).toHaveValue("abc");
      await expect(reason).toBeVisible();

      await page.keyboard.type("de");
      await expect(field).toHaveValue("abcde");
      await expect(reason).toBeHidden();

      // Pinyin composes in Latin letters, in the middle of what is there already.
      await page.keyboard.press("ArrowLeft");
      await compose(cdp, "n", "ni", "ni h", "ni hao");
      await commit(cdp, "你好");
      await expect(field).toHaveValue("abcde");
      await expect(reason).toBeVisible();
      await page.keyboard.type("X");
      await expect(field).toHaveValue("abcdXe");

      // Letters that an input method passes on are letters.
      await compose(cdp, "q", "qw");
      await commit(cdp, "qw");
      await expect(field).toHaveValue("abcdXqwe");

      // Full-width letters and punctuation, without a composition.
      await commit(cdp, "Ａ，1！");
      await expect(field).toHaveValue("abcdXqw1e");

      // A composition over a selection replaces it by nothing.
      await page.keyboard.press("ControlOrMeta+A");
      await compose(cdp, "好");
      await commit(cdp, "好");
      await expect(field).toHaveValue("");

      // A composition that is given up, and one that is left by a press elsewhere.
      await page.keyboard.type("k");
      await compose(cdp, "ㄅ", "");
      await compose(cdp, "ㄆㄧㄠ");
      await page.getByRole("heading", { level: 1 }).click();
      await expect(field).toHaveValue("k");
    });
  }

  test(`${name} takes only ASCII from the clipboard, by drop and by autofill`, async ({ page }) => {
    const field = page.locator(`[name=${name}]`);
    const reason = page.getByText(WHY);

    await paste(page, name, "p\u00e4ss\u200bw\u3000o\u8a9erd\u{1f511}~ !");
    await expect(field).toHaveValue("pssword~ !");
    await expect(reason).toBeVisible();

    await paste(page, name, "OK");
    await expect(field).toHaveValue("pssword~ !OK");
    await expect(reason).toBeHidden();

    await field.fill("密碼secret");
    await expect(field).toHaveValue("secret");

    await field.fill("");
    await field.evaluate((input) => {
      const source = document.createElement("p");
      source.id = "dragged";
      source.textContent = "drop見ped";
      source.style.cssText = "position: fixed; top: 0; left: 0; z-index: 99";
      input.scrollIntoView({ block: "center" });
      document.body.append(source);
      getSelection()?.selectAllChildren(source);
    });
    await page.dragAndDrop("#dragged", `[name=${name}]`, { sourcePosition: { x: 12, y: 12 } });
    await expect(field).toHaveValue("dropped");
    await expect(reason).toBeVisible();
  });
}

test("what a composition left behind is not sent", async ({ page }) => {
  const cdp = await page.context().newCDPSession(page);
  await page.getByRole("button", { name: "Show password" }).first().click();
  await page.locator("[name=password]").click();
  await page.keyboard.type("abc");
  await compose(cdp, "ㄋㄧ");
  const sent = await page
    .locator("form:has([name=password])")
    .evaluate((form) => new FormData(form as HTMLFormElement).get("password"));
  expect(sent).toBe("abc");
});
