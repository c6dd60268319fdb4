import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import { type Query, withQuery } from "@/components/ui/query";
import { SelectionBar } from "@/components/ui/selection-bar";
import { countDefault } from "@/lib/access/queries-default";
import { listAccounts, listLabs } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { requireAdmin } from "@/lib/web/session";
import { accountColumns } from "./columns";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccounts");
  return { title: t("title") };
}

/** The form that the boxes of the rows belong to. */
const SELECTION = "selection";

const STATUSES = ["PENDING", "ACTIVE", "DISABLED"] as const;

export default async function AccountsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireAdmin();
  const query = await searchParams;
  const filters = accountFiltersSchema.parse(query);
  const [list, labs, defaultGpus, t] = await Promise.all([
    listAccounts(filters),
    listLabs(),
    countDefault(),
    getTranslations("adminAccounts"),
  ]);
  const any = { value: "", label: t("filter.any") };
  return (
    <>
      <PageTitle title={t("title")} help={t("help")}>
        <DownloadLink href={`/admin/accounts/csv${withQuery(query, { page: undefined })}`} />
      </PageTitle>
      <FilterBar query={query} names={["search", "status", "lab"]}>
        <FilterSearch name="search" label={t("filter.search")} query={query} />
        <FilterSelect
          name="status"
          label={t("filter.status")}
          query={query}
          options={[any, ...STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))]}
        />
        <FilterSelect
          name="lab"
          label={t("filter.lab")}
          query={query}
          options={[any, ...labs.map((lab) => ({ value: lab, label: lab }))]}
        />
      </FilterBar>
      {list.count === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <>
          <p className="pb-2 text-muted text-sm">{t("count", { count: list.count })}</p>
          <SelectionBar
            form={SELECTION}
            action="/admin/accounts/selected"
            all={t("select.all")}
            buttons={[
              {
                value: "approve",
                label: t("select.approve"),
                counted: t.raw("select.approveCount"),
              },
              {
                value: "disable",
                label: t("select.disable"),
                counted: t.raw("select.disableCount"),
              },
            ]}
          />
          <DataTable
            caption={t("title")}
            columns={
              await accountColumns(query, filters.sort, {
                viewerId: viewer.id,
                defaultGpus,
                form: SELECTION,
              })
            }
            rows={list.accounts}
            rowKey={({ id }) => id}
          />
          <Pagination page={list.page} pages={list.pages} query={query} />
        </>
      )}
    </>
  );
}
