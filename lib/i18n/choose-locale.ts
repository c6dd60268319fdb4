import { DEFAULT_LOCALE, isLocale, type Locale } from "./locales";

/** The first language of an Accept-Language header, by its weights, that the portal speaks. */
function accepted(header: string): Locale | undefined {
  const wanted = header
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return { tag, weight: weight ? Number(weight.trim().slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    if (tag === "zh" || tag.startsWith("zh-")) return "zh-TW";
    if (tag === "en" || tag.startsWith("en-")) return "en";
  }
}

/** The language to speak: the account's, else the one chosen here before, else the browser's. */
export function chooseLocale(sources: {
  readonly account: string | undefined;
  readonly cookie: string | undefined;
  readonly acceptLanguage: string | null;
}): Locale {
  if (isLocale(sources.account)) return sources.account;
  if (isLocale(sources.cookie)) return sources.cookie;
  return accepted(sources.acceptLanguage ?? "") ?? DEFAULT_LOCALE;
}
