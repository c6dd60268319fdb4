import { useTranslations } from "next-intl";

/** Stands in place of a page while nobody knows who asks for it; needs no script. */
export function Outage() {
  const t = useTranslations("crash");
  return (
    <main className="page max-w-2xl py-16">
      <h1 className="font-semibold text-2xl">{t("away.title")}</h1>
      <p className="mt-2 text-muted">{t("away.text")}</p>
      {/* The same address, loaded anew. */}
      <a href="?" className="btn btn-primary mt-6">
        {t("retry")}
      </a>
    </main>
  );
}
