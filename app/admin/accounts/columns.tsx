import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Column } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { Query } from "@/components/ui/query";
import { sortBy } from "@/components/ui/sorting";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import type { AccountSort } from "@/lib/accounts/schema";
import { AccountStatusChip } from "./account-status";
import { StatusActions } from "./status-actions";

/** What the list of accounts shows of each. */
export async function accountColumns(
  query: Query,
  sort: AccountSort,
  { viewerId, defaultGpus, form }: { viewerId: number; defaultGpus: number; form: string },
): Promise<Column<AccountDetails>[]> {
  const t = await getTranslations("adminAccounts");
  return [
    {
      label: t("select.column"),
      cell: ({ id, name }) => (
        <input
          type="checkbox"
          name="id"
          value={id}
          form={form}
          aria-label={t("select.one", { name })}
          autoComplete="off"
          className="checkbox checkbox-primary checkbox-sm"
        />
      ),
    },
    {
      label: t("columns.username"),
      sort: sortBy(query, "username", sort),
      cell: ({ id, username, isAdmin }) => (
        <>
          <Link href={`/admin/accounts/${id}`} className="text-link">
            {username}
          </Link>
          {isAdmin && <div className="text-muted">{t("administrator")}</div>}
        </>
      ),
    },
    {
      label: t("columns.name"),
      sort: sortBy(query, "name", sort),
      cell: ({ name }) => name,
    },
    { label: t("columns.lab"), sort: sortBy(query, "lab", sort), cell: ({ lab }) => lab },
    {
      label: t("columns.contact"),
      phone: "wide",
      cell: ({ email, emailVerified, phone }) => (
        <>
          <div className="md:whitespace-nowrap">{email}</div>
          <div className="text-muted md:whitespace-nowrap">
            {phone}
            {!emailVerified && ` · ${t("unverified")}`}
          </div>
        </>
      ),
    },
    {
      label: t("columns.timeMultiplier"),
      numeric: true,
      sort: sortBy(query, "timeMultiplier", sort),
      cell: ({ timeMultiplier }) => `× ${timeMultiplier}`,
    },
    {
      label: t("columns.created"),
      sort: sortBy(query, "created", sort),
      cell: ({ createdAt }) => <LocalTime at={createdAt} absolute />,
    },
    {
      label: t("columns.status"),
      sort: sortBy(query, "status", sort),
      cell: ({ status }) => <AccountStatusChip status={status} />,
    },
    {
      label: t("columns.actions"),
      cell: (account) => (
        <StatusActions
          account={account}
          isYourself={account.id === viewerId}
          defaultGpus={defaultGpus}
        />
      ),
    },
  ];
}
