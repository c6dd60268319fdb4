/** The languages of the portal. Safe in the browser. */
export const LOCALES = ["zh-TW", "en"] as const;

export type Locale = (typeof LOCALES)[number];

/** Each language in itself, for choosing one. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  "zh-TW": "繁體中文",
  en: "English",
};

export const DEFAULT_LOCALE: Locale = "zh-TW";

/** Remembers the language of people who are not logged in. */
export const LOCALE_COOKIE = "locale";

/** Remembers the viewer's time zone, as their browser names it. */
export const TIME_ZONE_COOKIE = "tz";

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}
