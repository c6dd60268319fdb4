import type { Locale } from "@/lib/i18n/locales";

/** Remembers in a browser which announcement was dismissed, by its id. */
export const ANNOUNCEMENT_COOKIE = "announcement";

/** What administrators say to everybody. At least one of the texts is there. */
export type Announcement = {
  readonly id: number;
  readonly textZh: string | null;
  readonly textEn: string | null;
  /** Epoch ms; null: until it is taken back. */
  readonly until: number | null;
  /** Epoch ms. */
  readonly madeAt: number;
  readonly madeBy: string;
};

/** What somebody reads: their own language where it is there, else the other one. */
export function textFor(
  { textZh, textEn }: Pick<Announcement, "textZh" | "textEn">,
  locale: Locale,
): { readonly text: string; readonly locale: Locale } {
  const own = locale === "en" ? textEn : textZh;
  if (own) return { text: own, locale };
  const other = locale === "en" ? "zh-TW" : "en";
  return { text: (locale === "en" ? textZh : textEn) ?? "", locale: other };
}
