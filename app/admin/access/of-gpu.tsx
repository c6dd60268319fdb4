import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import { usersBeside } from "@/lib/access/queries";
import { accessFiltersSchema } from "@/lib/access/schema";
import { listLabs } from "@/lib/accounts/queries-list";
import type { ManagedGpu } from "@/lib/gpus/queries";
import { AccountStatusChip } from "../accounts/account-status";
import { AccessForm } from "./access-form";

/** Who sees a GPU. */
export async function AccessOfGpu({ gpu, query }: { gpu: ManagedGpu; query: Query }) {
  const [list, labs] = await Promise.all([
    usersBeside(gpu.id, accessFiltersSchema.parse(query)),
    listLabs(),
  ]);
  const t = await getTranslations("adminAccess");
  const title = t("ofGpu", { model: gpu.model, gpuName: gpu.gpuName });
  const { users, page, pages } = list;
  return (
    <section>
      <h2 className="pb-3 font-semibold text-lg">{title}</h2>
      <FilterBar query={query} names={["search", "lab"]}>
        <FilterSearch name="search" label={t("search")} query={query} />
        <FilterSelect
          name="lab"
          label={t("lab")}
          query={query}
          options={[
            { value: "", label: t("anyLab") },
            ...labs.map((lab) => ({ value: lab, label: lab })),
          ]}
        />
      </FilterBar>
      {users.length === 0 ? (
        <EmptyState title={t("noUsers")}>{t("noUsersHelp")}</EmptyState>
      ) : (
        <AccessForm
          of="gpu"
          id={gpu.id}
          caption={title}
          rows={users}
          nameOf={({ name }) => name}
          columns={[
            {
              label: t("columns.user"),
              cell: ({ id, name, username }) => (
                <Link href={`/admin/access?user=${id}`} className="hover:underline">
                  {name} <span className="text-muted">{username}</span>
                </Link>
              ),
            },
            { label: t("columns.lab"), cell: ({ lab }) => lab },
            {
              label: t("columns.account"),
              cell: ({ status }) => <AccountStatusChip status={status} />,
            },
          ]}
        />
      )}
      <Pagination page={page} pages={pages} query={query} />
    </section>
  );
}
