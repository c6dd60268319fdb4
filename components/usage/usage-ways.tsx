import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { UsageReport } from "@/lib/usage/views";
import { CopyButton } from "../gpus/copy-button";
import { type Query, withQuery } from "../ui/query";

type Props = { report: UsageReport; query: Query; portal: string };

/** Takes what is shown elsewhere: as a file, or as a link that shows the same to others later. */
export function UsageWays({ report, query, portal }: Props) {
  const t = useTranslations("usage");
  const { days, timeZone, by } = report;
  const same = withQuery(query, { ...days, zone: timeZone, by, period: undefined });
  return (
    <>
      <CopyButton text={`${portal}/usage${same}`} copy={t("copyLink")} copied={t("copied")} />
      {/* A file, not a page: nothing for the router. */}
      <a
        href={`/api/usage${withQuery(query, { ...days, zone: timeZone, by, page: undefined })}`}
        download
        className="btn"
      >
        <Download aria-hidden className="size-4" />
        {t("download")}
      </a>
    </>
  );
}
