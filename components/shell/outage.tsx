import { useTranslations } from "next-intl";

/** Stands in place of a page while nobody knows who asks for it; needs no script. */
export function Outage() {
  const t = useTranslations("crash");
  return (
    <main className="page max-w-2xl py-16">
      <h1 className="font-semibold text-2xl">{t("away.title")}</h1>
      <p className="mt-2 text-muted">{t("away.text")}</p>
      {/* biome-ignore lint/a11y/useValidAnchor: the same address with all that it asks for, anew. */}
      <a href="" className="btn btn-primary mt-6">
        {t("retry")}
      </a>
    </main>
  );
}
