import Link from "next/link";
import { useTranslations } from "next-intl";
import { DIMENSIONS, OWN_DIMENSIONS, type UsageReport } from "@/lib/usage/views";
import { type Query, withQuery } from "../ui/query";

type Props = { report: UsageReport; query: Query; isAdmin: boolean };

/** What the rows of the table are, chosen in the URL's `by`. */
export function DimensionTabs({ report, query, isAdmin }: Props) {
  const t = useTranslations("usage.by");
  const dimensions = isAdmin ? DIMENSIONS : OWN_DIMENSIONS;
  return (
    <nav aria-label={t("label")} className="mt-6 mb-3 flex flex-wrap gap-1">
      {dimensions.map((by) => (
        <Link
          key={by}
          href={withQuery(query, { by, search: undefined, sort: undefined, page: undefined })}
          prefetch={false}
          scroll={false}
          aria-current={report.by === by ? "page" : undefined}
          className={`btn btn-sm ${report.by === by ? "btn-neutral" : ""}`}
        >
          {t(by)}
        </Link>
      ))}
    </nav>
  );
}
