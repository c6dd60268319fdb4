import { describe, expect, it } from "vitest";
import { chooseLocale } from "@/lib/i18n/choose-locale";

const nobody = { account: undefined, cookie: undefined, acceptLanguage: null };

describe("the language of a page", () => {
  it("is the account's before all others", () => {
    const sources = { account: "en", cookie: "zh-TW", acceptLanguage: "zh-TW" };
    expect(chooseLocale(sources)).toBe("en");
  });

  it("is the one chosen here before the browser's", () => {
    expect(chooseLocale({ ...nobody, cookie: "en", acceptLanguage: "zh-TW" })).toBe("en");
  });

  it.each([
    ["en-GB,en;q=0.9", "en"],
    ["zh-CN,zh;q=0.9,en;q=0.8", "zh-TW"],
    ["de-DE,de;q=0.9,en;q=0.8,zh;q=0.7", "en"],
    ["en;q=0.2, zh-Hant-TW;q=0.9", "zh-TW"],
    ["en;q=0, de", "zh-TW"],
    ["fr", "zh-TW"],
    [";;;,,q=", "zh-TW"],
    ["", "zh-TW"],
  ])("is the browser's first that the portal speaks: %s", (acceptLanguage, locale) => {
    expect(chooseLocale({ ...nobody, acceptLanguage })).toBe(locale);
  });

  it("is Chinese where nobody says anything usable", () => {
    expect(chooseLocale(nobody)).toBe("zh-TW");
    expect(chooseLocale({ account: "xx", cookie: "<b>", acceptLanguage: null })).toBe("zh-TW");
  });
});
