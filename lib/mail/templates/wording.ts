import { formatAbsolute, formatHours } from "@/lib/i18n/format";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** Where a mail's button leads: to a page of the portal, or to what a signed link opens. */
export type Links = {
  page: (path: string) => string;
  verifyEmail: (linkId: string) => string;
  resetPassword: (linkId: string) => string;
};

/** Whom the mail is for. */
export type Recipient = { readonly name: string; readonly username: string };

/** How a mail speaks: its language, its times, the pages it leads to. */
export type Wording = ReturnType<typeof wordingFor>;

/** Makes the wording of one mail. Times are the lab's, as seen at `now` (epoch ms). */
export function wordingFor(options: {
  locale: Locale;
  timeZone: string;
  now: number;
  to: Recipient;
  links: Links;
}) {
  const { locale, timeZone, now, to, links } = options;
  const t = translator(locale, "mail");
  const view = { locale, timeZone, now };
  return {
    t,
    to,
    links,
    gpu: ({ model, gpuName }: { model: string; gpuName: string }) =>
      t("gpu", { model, name: gpuName }),
    hours: (hours: number) => formatHours(hours, locale),
    /** For subjects and sentences: "18:30", with the date when it is not today. */
    time: (iso: string) => formatAbsolute(Date.parse(iso), { ...view, isOwnZone: true }),
    /** For the table of facts: the same with the zone named. */
    timeInZone: (iso: string) => formatAbsolute(Date.parse(iso), { ...view, isOwnZone: false }),
  };
}

/** What a kind of mail says, before it is laid out. */
export type Draft = {
  readonly subject: string;
  /** The headline, where the subject is too long for one. */
  readonly title?: string;
  readonly paragraphs: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly button?: { readonly label: string; readonly url: string };
};
