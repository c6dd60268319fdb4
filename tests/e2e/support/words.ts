/** What the portal says, from its own messages. Playwright's loader cannot import JSON as they do. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "use-intl/core";
import { LOCALES, type Locale } from "@/lib/i18n/locales";
import type { translator as Translator } from "@/lib/i18n/translator";

const FOLDER = "lib/i18n/messages";

const read = (locale: string) =>
  Object.fromEntries(
    readdirSync(path.join(FOLDER, locale)).map((file) => [
      path.basename(file, ".json"),
      JSON.parse(readFileSync(path.join(FOLDER, locale, file), "utf8")),
    ]),
  );

const MESSAGES = Object.fromEntries(LOCALES.map((locale) => [locale, read(locale)]));

export const translator = ((locale: Locale, namespace: string) =>
  createTranslator({ locale, messages: MESSAGES[locale] ?? {}, namespace })) as typeof Translator;
