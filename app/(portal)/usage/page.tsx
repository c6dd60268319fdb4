import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import { DimensionTabs } from "@/components/usage/dimension-tabs";
import { NothingUsed } from "@/components/usage/nothing-used";
import { OnlyPerson } from "@/components/usage/only-person";
import { UsageChart } from "@/components/usage/usage-chart";
import { UsageFilters } from "@/components/usage/usage-filters";
import { UsageTable } from "@/components/usage/usage-table";
import { UsageWays } from "@/components/usage/usage-ways";
import { listLabs } from "@/lib/accounts/queries-list";
import { timeView } from "@/lib/i18n/time-view";
import { portalUrl } from "@/lib/settings";
import { usageReport } from "@/lib/usage/queries";
import { usageFiltersSchema } from "@/lib/usage/schema";
import { requireUser } from "@/lib/web/session";

const PAGE_SIZE = 50;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("usage");
  return { title: t("title") };
}

/** Who held which GPU for how long, in any period: all of it for administrators. */
export default async function UsagePage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireUser();
  const query = await searchParams;
  const filters = usageFiltersSchema.parse(query);
  const { timeZone, isOwnZone } = await timeView();
  const [report, labs] = await Promise.all([
    usageReport(viewer, filters, timeZone),
    viewer.isAdmin ? listLabs() : [],
  ]);
  const t = await getTranslations("usage");
  const { rows, gpus, person } = report;
  if (gpus.length === 0) {
    return (
      <>
        <PageTitle title={t("title")} />
        <NothingUsed report={report} isAdmin={viewer.isAdmin} />
      </>
    );
  }
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const page = Math.min(filters.page, pages);
  const shown = rows.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return (
    <>
      <PageTitle title={t("title")} help={t(viewer.isAdmin ? "help" : "helpOwn")}>
        <UsageWays report={report} query={query} portal={portalUrl()} />
      </PageTitle>
      <UsageFilters report={report} query={query} viewer={viewer} labs={labs} />
      {viewer.isAdmin && person && <OnlyPerson person={person} query={query} />}
      <UsageChart report={report} isForeignZone={!isOwnZone || report.timeZone !== timeZone} />
      <DimensionTabs report={report} query={query} isAdmin={viewer.isAdmin} />
      {rows.length === 0 ? (
        <NothingUsed report={report} isAdmin={viewer.isAdmin} />
      ) : (
        <>
          <UsageTable rows={shown} report={report} query={query} isAdmin={viewer.isAdmin} />
          <Pagination page={page} pages={pages} query={query} />
        </>
      )}
      <p className="mt-4 max-w-prose text-pretty text-muted text-sm">{t("definitions")}</p>
    </>
  );
}
