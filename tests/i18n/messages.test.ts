import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { REFUSALS } from "@/lib/errors";
import { LOCALES } from "@/lib/i18n/locales";
import { MESSAGES } from "@/lib/i18n/messages";
import { messages, placeholders } from "./catalogue";

const zhTw = messages("zh-TW");
const en = messages("en");

describe("the messages of both languages", () => {
  it.each(LOCALES)("are every file of messages/%s", (locale) => {
    const folder = path.join(import.meta.dirname, "../../lib/i18n/messages", locale);
    const areas = readdirSync(folder).map((file) => path.basename(file, ".json"));
    expect(areas.sort()).toEqual(Object.keys(MESSAGES[locale]).sort());
  });

  it("have the same keys", () => {
    expect([...zhTw.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("take the same values", () => {
    const taken = (all: Map<string, string>) =>
      Object.fromEntries([...all].map(([key, message]) => [key, placeholders(message)]));
    expect(taken(zhTw)).toEqual(taken(en));
  });

  it("are not empty, and not padded", () => {
    const untidy = [...en, ...zhTw].filter(([, message]) => !message || message.trim() !== message);
    expect(untidy).toEqual([]);
  });

  it("have one sentence for each refusal, and none besides", () => {
    expect(Object.keys(MESSAGES.en.errors).sort()).toEqual([...REFUSALS].sort());
  });
});
