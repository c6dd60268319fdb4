import { describe, expect, it } from "vitest";
import { messages, specimens } from "./catalogue";

const CJK = "\\p{Script=Han}";
const RULES: readonly (readonly [string, RegExp])[] = [
  ["full-width punctuation beside Chinese", new RegExp(`${CJK}[,.;:!?()]|[,;:!?()]${CJK}`, "u")],
  [
    "a space between Chinese and Latin words or figures",
    new RegExp(`${CJK}[A-Za-z0-9]|[A-Za-z0-9%]${CJK}`, "u"),
  ],
  [
    "no space beside full-width punctuation",
    /[，。；：！？（）、「」] | [，。；：！？（）、「」]/u,
  ],
  ["the reader as 您", /你/u],
  ["one ellipsis character", /\.\.\.|。。/u],
  ["the words of this lab", /賬號|帳戶|用戶|服務器|登錄|郵箱|隊列|信息|默認|設置/u],
];

/** Which rules a Chinese text breaks. */
function broken(text: string): string[] {
  return RULES.filter(([, wrong]) => wrong.test(text)).map(([rule]) => rule);
}

describe("Chinese text", () => {
  it("keeps every rule", () => {
    const mistakes = [...messages("zh-TW")].flatMap(([key, message]) =>
      specimens(message).flatMap((text) => broken(text).map((rule) => ({ key, text, rule }))),
    );
    expect(mistakes).toEqual([]);
  });

  it.each([
    ["請先登入,再試一次", 1],
    ["此GPU", 1],
    ["最多 72個字元", 1],
    ["請登入， 再試", 1],
    ["你的預約", 1],
    ["請稍候...", 2],
    ["用戶", 1],
    ["您的 GPU，到 16:40 為止（台灣時間）", 0],
  ])("is judged: %s", (text, mistakes) => {
    expect(broken(text)).toHaveLength(mistakes);
  });
});
