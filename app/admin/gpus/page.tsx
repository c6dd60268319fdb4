import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import { type Query, withQuery } from "@/components/ui/query";
import { GPU_STATES, gpuFiltersSchema, matchingGpus, pageOf } from "@/lib/gpus/list";
import { listGpus, type ManagedGpu } from "@/lib/gpus/queries";
import { visibleQueues } from "@/lib/reservations/queries";
import { requireAdmin } from "@/lib/web/session";
import { GpuTable } from "./gpu-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminGpus");
  return { title: t("title") };
}

/** What can be filtered by, from what there is. */
async function Filters({ gpus, query }: { gpus: readonly ManagedGpu[]; query: Query }) {
  const t = await getTranslations("adminGpus.filter");
  const states = await getTranslations("common.state");
  const any = { value: "", label: t("any") };
  const choices = (words: readonly string[]) => [
    any,
    ...[...new Set(words)].map((value) => ({ value, label: value })),
  ];
  return (
    <FilterBar query={query} names={["search", "state", "server", "model"]}>
      <FilterSearch name="search" label={t("search")} query={query} />
      <FilterSelect
        name="state"
        label={t("state")}
        query={query}
        options={[
          any,
          ...GPU_STATES.map((value) => ({ value, label: states(value) })),
          { value: "hot", label: t("hot") },
        ]}
      />
      <FilterSelect
        name="server"
        label={t("server")}
        query={query}
        options={choices(gpus.map(({ server }) => server))}
      />
      <FilterSelect
        name="model"
        label={t("model")}
        query={query}
        options={choices(gpus.map(({ model }) => model).sort())}
      />
    </FilterBar>
  );
}

/** Every GPU, searched, filtered, sorted. */
export default async function GpusPage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireAdmin();
  const query = await searchParams;
  const filters = gpuFiltersSchema.parse(query);
  const [gpus, queues] = await Promise.all([listGpus(), visibleQueues(viewer)]);
  const t = await getTranslations("adminGpus");
  const matching = matchingGpus(gpus, queues, filters);
  const { rows, page, pages } = pageOf(matching, filters.page);
  const add = (
    <Link href="/admin/gpus/new" className="btn btn-primary">
      {t("add")}
    </Link>
  );
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")}>
        {gpus.length > 0 && (
          <DownloadLink href={`/api/gpus${withQuery(query, { page: undefined })}`} />
        )}
        {gpus.length > 0 && add}
      </PageTitle>
      {gpus.length === 0 ? (
        <EmptyState title={t("empty")} action={add}>
          {t("emptyHelp")}
        </EmptyState>
      ) : (
        <>
          <Filters gpus={gpus} query={query} />
          {rows.length === 0 ? (
            <EmptyState title={t("nothing")}>{t("nothingHelp")}</EmptyState>
          ) : (
            <>
              <p className="pb-2 text-muted text-sm">{t("count", { count: matching.length })}</p>
              <GpuTable gpus={rows} sorting={{ query, sort: filters.sort }} />
              <Pagination page={page} pages={pages} query={query} />
            </>
          )}
        </>
      )}
    </div>
  );
}
