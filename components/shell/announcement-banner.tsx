import { Megaphone, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Locale } from "@/lib/i18n/locales";
import { LinkedText } from "./linked-text";

type WordsProps = {
  text: string;
  /** The language that it is written in. */
  locale: Locale;
  children?: ReactNode;
};

/** The words of an announcement as they look on top of a page; also for whoever writes them. */
export function AnnouncementWords({ text, locale, children }: WordsProps) {
  return (
    <div className="bg-accent-tint">
      <div className="page flex items-start gap-3 py-2">
        <Megaphone aria-hidden className="mt-1 size-4 shrink-0 text-primary" />
        <p lang={locale} className="min-w-0 grow whitespace-pre-line">
          <LinkedText text={text} />
        </p>
        {children}
      </div>
    </div>
  );
}

type Props = {
  id: number;
  text: string;
  locale: Locale;
  dismiss: (form: FormData) => Promise<void>;
};

/** What administrators say to everybody. Quieter than a turn: it does not shout. */
export function AnnouncementBanner({ id, text, locale, dismiss }: Props) {
  const t = useTranslations("announcement");
  return (
    <aside aria-label={t("label")} className="border-base-300 border-b">
      <AnnouncementWords text={text} locale={locale}>
        <form action={dismiss}>
          <input type="hidden" name="announcement" value={id} />
          <button
            type="submit"
            className="btn btn-ghost btn-square btn-sm"
            aria-label={t("dismiss")}
          >
            <X aria-hidden className="size-4" />
          </button>
        </form>
      </AnnouncementWords>
    </aside>
  );
}
