import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { messages } from "./catalogue";
import { messageUses } from "./usage";

const root = path.join(import.meta.dirname, "../..");
const NOT_SPEAKING = /^lib\/(generated\/|i18n\/messages\/index\.ts)/;
const known = [...messages("en").keys()];

function usesIn(file: string) {
  try {
    return messageUses(readFileSync(path.join(root, file), "utf8"));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

const uses = ["app", "components", "lib", "worker"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
      path.join(folder, file),
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !NOT_SPEAKING.test(file))
  .flatMap((file) => usesIn(file).map((use) => ({ file, ...use })));

describe("the messages and the code that says them", () => {
  it("agree: every key that is used exists", () => {
    const missing = uses
      .filter(({ key, isPrefix }) =>
        isPrefix ? !known.some((each) => each.startsWith(key)) : !known.includes(key),
      )
      .map(({ file, key }) => `${key} in ${file}`);
    expect(missing).toEqual([]);
  });

  it("agree: every key that exists is used", () => {
    const unused = known.filter(
      (each) => !uses.some(({ key, isPrefix }) => (isPrefix ? each.startsWith(key) : each === key)),
    );
    expect(unused).toEqual([]);
  });
});

describe("the search for uses", () => {
  it.each([
    ['const t = await getTranslations("area"); t("title")', ["area.title"]],
    ['const t = useTranslations("area.part"); t.rich("a.b", { b: bold })', ["area.part.a.b"]],
    ['const t = await getTranslations({ locale, namespace: "area" }); t("a")', ["area.a"]],
    ['const tell = translator(locale, "area"); tell("a", { n: f(1, 2) })', ["area.a"]],
    ['function head(t: Translator<"area">) { return t("a") }', ["area.a"]],
    ['function started(id: number, { t, gpu }: Wording) { return t("a") }', ["mail.a"]],
    ['const { t } = wording; t("a")', ["mail.a"]],
    ['const t = useTranslations("area"); t(kind === "x" ? "a" : "b")', ["area.a", "area.b"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source text under test.
    ['const t = useTranslations("area"); t(`state.${state}`)', ["area.state.*"]],
    ['const t = useTranslations("area.codes"); t(error.code, params)', ["area.codes.*"]],
    [
      'const t = useTranslations("a"); t("x"); const t = useTranslations("b"); t("x")',
      ["a.x", "b.x"],
    ],
    ['import en from "@/lib/i18n/messages/en/crash.json"; words.title', ["crash.title"]],
    ["format(text, 1)", []],
  ])("understands %s", (source, keys) => {
    const found = messageUses(source).map(({ key, isPrefix }) => (isPrefix ? `${key}*` : key));
    for (const key of keys) expect(found).toContain(key);
    if (keys.length === 0) expect(found).toEqual([]);
  });

  it("refuses a translator whose area it cannot tell", () => {
    expect(() => messageUses('t("title")')).toThrow("unbound");
    expect(() => messageUses("const t = useTranslations(area)")).toThrow("no literal area");
  });
});
