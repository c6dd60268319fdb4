"use client";

import { useEffect, useRef, useState } from "react";
import { AnnouncementWords } from "@/components/shell/announcement-banner";
import type { Locale } from "@/lib/i18n/locales";

type Words = { readonly textZh: string; readonly textEn: string };

type Props = Words & {
  /** Whose view it is, by their language. */
  labels: Readonly<Record<Locale, string>>;
};

/** How the words of the form around it will look, in each language, while they are written. */
export function Preview({ textZh, textEn, labels }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState<Words>({ textZh, textEn });

  useEffect(() => {
    const form = place.current?.closest("form");
    if (!form) return;
    const read = () => {
      const data = new FormData(form);
      setTyped({
        textZh: String(data.get("textZh") ?? "").trim(),
        textEn: String(data.get("textEn") ?? "").trim(),
      });
    };
    read();
    form.addEventListener("input", read);
    return () => form.removeEventListener("input", read);
  }, []);

  const shown: { reader: Locale; text: string; locale: Locale }[] = [
    { reader: "zh-TW", text: typed.textZh || typed.textEn, locale: typed.textZh ? "zh-TW" : "en" },
    { reader: "en", text: typed.textEn || typed.textZh, locale: typed.textEn ? "en" : "zh-TW" },
  ];
  return (
    <div ref={place} className="grid gap-2">
      {shown
        .filter(({ text }) => text)
        .map(({ reader, text, locale }) => (
          <div key={reader} className="grid gap-1">
            <p className="text-muted text-sm">{labels[reader]}</p>
            <div className="overflow-hidden rounded-box border border-base-300">
              <AnnouncementWords text={text} locale={locale} />
            </div>
          </div>
        ))}
    </div>
  );
}
