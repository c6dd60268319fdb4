import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterDay, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import { parameter, type Query, withQuery } from "@/components/ui/query";
import { listGpus } from "@/lib/gpus/queries";
import { timeView } from "@/lib/i18n/time-view";
import { visibleQueues } from "@/lib/reservations/queries";
import { listReservations } from "@/lib/reservations/queries-admin";
import {
  periodOf,
  RESERVATION_GROUPS,
  reservationFiltersSchema,
} from "@/lib/reservations/schema-admin";
import { requireAdmin } from "@/lib/web/session";
import { reservationColumns } from "./columns";

const FILTERS = ["group", "gpu", "search", "from", "to"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminReservations");
  return { title: t("title") };
}

export default async function ReservationsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireAdmin();
  const query = await searchParams;
  const filters = reservationFiltersSchema.parse(query);
  const { timeZone } = await timeView();
  const [list, queues, gpus] = await Promise.all([
    listReservations(filters, periodOf(filters, timeZone)),
    visibleQueues(viewer),
    listGpus(),
  ]);
  const t = await getTranslations("adminReservations");
  const isNarrowed = FILTERS.some((name) => parameter(query, name) !== "");
  return (
    <>
      <PageTitle title={t("title")} help={t("help")}>
        <DownloadLink href={`/api/reservations${withQuery(query, { page: undefined })}`} />
        <Link href="/admin/reservations/new" className="btn btn-primary">
          {t("newFor")}
        </Link>
      </PageTitle>
      <FilterBar query={query} names={FILTERS}>
        <FilterSelect
          name="group"
          label={t("group.label")}
          query={{ group: filters.group }}
          options={RESERVATION_GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
        />
        <FilterSelect
          name="gpu"
          label={t("gpu")}
          query={query}
          options={[
            { value: "", label: t("anyGpu") },
            ...gpus.map(({ id, model, gpuName }) => ({
              value: id,
              label: t("gpuName", { model, gpuName }),
            })),
          ]}
        />
        <FilterSearch name="search" label={t("search")} query={query} />
        <FilterDay name="from" label={t("from")} query={query} />
        <FilterDay name="to" label={t("to")} query={query} />
      </FilterBar>
      {list.count === 0 ? (
        <EmptyState title={t("empty")}>{t(isNarrowed ? "emptyHelp" : "nobody")}</EmptyState>
      ) : (
        <>
          <p className="pb-2 text-muted text-sm">{t("count", { count: list.count })}</p>
          <DataTable
            caption={t("title")}
            columns={await reservationColumns(query, filters.sort, queues)}
            rows={list.reservations}
            rowKey={({ id }) => id}
          />
          <Pagination page={list.page} pages={list.pages} query={query} />
        </>
      )}
    </>
  );
}
