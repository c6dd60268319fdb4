import { useTranslations } from "next-intl";
import type { UsageReport } from "@/lib/usage/views";
import { CopyButton } from "../gpus/copy-button";
import { DownloadLink } from "../ui/download-link";
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
      <DownloadLink
        href={`/api/usage${withQuery(query, { ...days, zone: timeZone, by, page: undefined })}`}
      />
    </>
  );
}
