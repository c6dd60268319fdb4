import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import { listAccounts, listLabs } from "@/lib/accounts/queries-list";
import { accountFiltersSchema } from "@/lib/accounts/schema";
import { requireAdmin } from "@/lib/web/session";
import { accountColumns } from "./columns";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAccounts");
  return { title: t("title") };
}

const STATUSES = ["PENDING", "ACTIVE", "DISABLED"] as const;

export default async function AccountsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const viewer = await requireAdmin();
  const query = await searchParams;
  const filters = accountFiltersSchema.parse(query);
  const [list, labs, t] = await Promise.all([
    listAccounts(filters),
    listLabs(),
    getTranslations("adminAccounts"),
  ]);
  const any = { value: "", label: t("filter.any") };
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
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
          <DataTable
            caption={t("title")}
            columns={await accountColumns(query, filters.sort, viewer.id)}
            rows={list.accounts}
            rowKey={({ id }) => id}
          />
          <Pagination page={list.page} pages={list.pages} query={query} />
        </>
      )}
    </>
  );
}
