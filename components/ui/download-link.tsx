import { Download } from "lucide-react";
import { useTranslations } from "next-intl";

/** Takes what a page shows as a file: no Link, which would load it ahead. */
export function DownloadLink({ href }: { href: string }) {
  const t = useTranslations("common");
  return (
    <a href={href} className="btn" download>
      <Download aria-hidden className="size-4" />
      {t("download")}
    </a>
  );
}
