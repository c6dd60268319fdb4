import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterDay, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { LocalTime } from "@/components/ui/local-time";
import { Notice } from "@/components/ui/notice";
import { PageTitle } from "@/components/ui/page-title";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import { timeView } from "@/lib/i18n/time-view";
import { NOTICE_KINDS } from "@/lib/notifications/kinds";
import { canSendMail, listMails } from "@/lib/notifications/queries";
import { mailFiltersSchema } from "@/lib/notifications/schema";
import { periodOf } from "@/lib/period";
import { requireAdmin } from "@/lib/web/session";
import { MailKind } from "./mail-kind";
import { MailStateCell } from "./mail-state";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminOutbox");
  return { title: t("title") };
}

export default async function OutboxPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin();
  const query = await searchParams;
  const filters = mailFiltersSchema.parse(query);
  const { timeZone } = await timeView();
  const list = await listMails(filters, periodOf(filters, timeZone));
  const t = await getTranslations("adminOutbox");
  return (
    <div className="mx-auto max-w-[75rem]">
      <PageTitle title={t("title")} help={t("help")} />
      {!canSendMail() && (
        <Notice tone="warning" className="mb-4">
          {t("noSmtp")}
        </Notice>
      )}
      <FilterBar query={query} names={["group", "kind", "search", "from", "to"]}>
        <FilterSelect
          name="group"
          label={t("group.label")}
          query={query}
          options={[
            { value: "", label: t("group.any") },
            { value: "unsent", label: t("group.unsent") },
            { value: "waiting", label: t("group.waiting") },
            { value: "failed", label: t("group.failed") },
            { value: "sent", label: t("group.sent") },
          ]}
        />
        <FilterSelect
          name="kind"
          label={t("kindLabel")}
          query={query}
          options={[
            { value: "", label: t("anyKind") },
            ...NOTICE_KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) })),
          ]}
        />
        <FilterSearch name="search" label={t("search")} query={query} />
        <FilterDay name="from" label={t("from")} query={query} />
        <FilterDay name="to" label={t("to")} query={query} />
      </FilterBar>
      {list.count === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <>
          <p className="pb-2 text-muted text-sm">{t("count", { count: list.count })}</p>
          <DataTable
            caption={t("title")}
            rows={list.mails}
            rowKey={({ id }) => id}
            columns={[
              {
                label: t("columns.kind"),
                cell: ({ id, kind }) => (
                  <Link href={`/admin/outbox/${id}`} prefetch={false} className="text-link">
                    <MailKind kind={kind} />
                  </Link>
                ),
              },
              {
                label: t("columns.to"),
                cell: ({ user }) => (
                  <>
                    {user.name} <span className="text-muted">{user.email}</span>
                  </>
                ),
              },
              {
                label: t("columns.created"),
                cell: ({ createdAt }) => <LocalTime at={createdAt} absolute />,
              },
              { label: t("columns.state"), cell: (mail) => <MailStateCell mail={mail} /> },
            ]}
          />
          <Pagination page={list.page} pages={list.pages} query={query} />
        </>
      )}
    </div>
  );
}
