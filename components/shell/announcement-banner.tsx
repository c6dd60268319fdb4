import { Megaphone, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Locale } from "@/lib/i18n/locales";
import { LinkedText } from "./linked-text";

type Props = {
  text: string;
  /** The language that it is written in. */
  locale: Locale;
  /** Null where it is only shown to whoever writes it. */
  dismiss: { readonly id: number; readonly action: (form: FormData) => Promise<void> } | null;
};

/** What administrators say to everybody. Quieter than a turn: it does not shout. */
export function AnnouncementBanner({ text, locale, dismiss }: Props) {
  const t = useTranslations("announcement");
  return (
    <aside aria-label={t("label")} className="border-base-300 border-b bg-accent-tint">
      <div className="page flex items-start gap-3 py-2">
        <Megaphone aria-hidden className="mt-1 size-4 shrink-0 text-primary" />
        <p lang={locale} className="min-w-0 grow whitespace-pre-line">
          <LinkedText text={text} />
        </p>
        {dismiss && (
          <form action={dismiss.action}>
            <input type="hidden" name="announcement" value={dismiss.id} />
            <button
              type="submit"
              className="btn btn-ghost btn-square btn-sm"
              aria-label={t("dismiss")}
            >
              <X aria-hidden className="size-4" />
            </button>
          </form>
        )}
      </div>
    </aside>
  );
}
