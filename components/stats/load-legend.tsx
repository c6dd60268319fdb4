import { useTranslations } from "next-intl";

const SWATCH = "inline-block h-3 w-4 shrink-0 border-l-2";

/** What the colours behind the load mean. */
export function LoadLegend() {
  const t = useTranslations("stats.legend");
  const entries = [
    { text: t("own"), look: "border-primary bg-primary/20" },
    { text: t("other"), look: "border-held-fill bg-held-fill/20" },
    { text: t("idle"), look: "stripes border-transparent" },
  ];
  return (
    <ul aria-label={t("label")} className="flex flex-wrap gap-x-4 text-sm">
      {entries.map(({ text, look }) => (
        <li key={text} className="flex items-center gap-1.5">
          <span aria-hidden className={`${SWATCH} ${look}`} />
          {text}
        </li>
      ))}
    </ul>
  );
}
