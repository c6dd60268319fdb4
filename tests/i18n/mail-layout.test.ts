import { describe, expect, it } from "vitest";
import { layOutMail, type MailContent } from "@/lib/mail/layout";

const content: MailContent = {
  locale: "zh-TW",
  preheader: "請於 18:30 前開始",
  title: "輪到您了",
  paragraphs: ["RTX 4090 已為您保留。"],
  facts: [{ label: "期限", value: "18:30（台灣時間）" }],
  button: { label: "開始使用", url: "https://gpusched.iottalk.tw/reservations/7?a=1&b=2" },
  footer: "gpusched",
};

describe("a mail", () => {
  it("says the same as text", () => {
    expect(layOutMail(content).text).toBe(
      [
        "輪到您了",
        "RTX 4090 已為您保留。",
        "期限：18:30（台灣時間）",
        "開始使用：\nhttps://gpusched.iottalk.tw/reservations/7?a=1&b=2",
        "-- \ngpusched\n",
      ].join("\n\n"),
    );
  });

  it("says everything as HTML, in its language", () => {
    const { html } = layOutMail(content);
    for (const words of [
      "輪到您了",
      "已為您保留",
      "期限",
      "18:30（台灣時間）",
      "請於 18:30 前開始",
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('<html lang="zh-TW">');
    expect(html).toContain('href="https://gpusched.iottalk.tw/reservations/7?a=1&amp;b=2"');
  });

  it("loads nothing from anywhere", () => {
    const { html } = layOutMail(content);
    expect(html).not.toMatch(/<(img|link|script|iframe|object)|src=|@import|url\(/i);
  });

  it("escapes every value, wherever it comes from", () => {
    const evil = `<img src=x onerror="alert('1')">&amp;`;
    const { html } = layOutMail({
      locale: "en",
      preheader: evil,
      title: evil,
      paragraphs: [evil],
      facts: [{ label: evil, value: evil }],
      button: { label: evil, url: 'https://example.org/"><b>' },
      footer: evil,
    });
    expect(html).not.toContain("<img");
    expect(html).not.toContain("<b>");
    expect(html).not.toContain(`"alert`);
    expect(
      html.split("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;"),
    ).toHaveLength(9);
  });

  it("keeps a value with line breaks on its line", () => {
    const { text } = layOutMail({
      ...content,
      facts: [{ label: "原因", value: "a\r\n期限：永遠\u2028b\u0000" }],
    });
    expect(text).toContain("原因：a 期限：永遠 b\n");
  });

  it("has no button for anything but a web address", () => {
    const button = { label: "x", url: "javascript:alert(1)" };
    expect(() => layOutMail({ ...content, button })).toThrow("no web address");
  });

  it("does without facts and button", () => {
    const { text, html } = layOutMail({ ...content, facts: [], button: undefined });
    expect(text).not.toContain("\n\n\n");
    expect(html).not.toContain("<a ");
  });
});
