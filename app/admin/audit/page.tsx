import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { DownloadLink } from "@/components/ui/download-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterDay, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { LocalTime } from "@/components/ui/local-time";
import { PageTitle } from "@/components/ui/page-title";
import { type Query, withQuery } from "@/components/ui/query";
import { AUDIT_SUBJECTS } from "@/lib/audit/actions";
import { listAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { timeView } from "@/lib/i18n/time-view";
import { periodOf } from "@/lib/period";
import { requireAdmin } from "@/lib/web/session";
import { AuditDetails } from "./details";
import { AuditSubject } from "./subject";
import { actionInWords, actorInWords, detailsInWords } from "./words";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAudit");
  return { title: t("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin();
  const query = await searchParams;
  const filters = auditFiltersSchema.parse(query);
  const view = await timeView();
  const { entries, next } = await listAudit(filters, periodOf(filters, view.timeZone));
  const t = await getTranslations("adminAudit");
  return (
    <>
      <PageTitle title={t("title")} help={t("help")}>
        <DownloadLink href={`/api/audit${withQuery(query, { before: undefined })}`} />
      </PageTitle>
      <FilterBar
        query={{ ...query, before: undefined }}
        names={["subject", "about", "actor", "text", "from", "to", "before"]}
      >
        <FilterSelect
          name="subject"
          label={t("subject.label")}
          query={query}
          options={[
            { value: "", label: t("subject.any") },
            ...AUDIT_SUBJECTS.map((value) => ({ value, label: t(`subject.${value}`) })),
          ]}
        />
        <FilterSearch name="about" label={t("about")} query={query} />
        <FilterSearch name="actor" label={t("actor")} query={query} />
        <FilterSearch name="text" label={t("text")} query={query} />
        <FilterDay name="from" label={t("from")} query={query} />
        <FilterDay name="to" label={t("to")} query={query} />
      </FilterBar>
      {entries.length === 0 ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          rows={entries}
          rowKey={({ id }) => id}
          columns={[
            { label: t("columns.at"), cell: ({ at }) => <LocalTime at={at} absolute /> },
            {
              label: t("columns.actor"),
              cell: (entry) => (
                <>
                  {actorInWords(entry, view)}{" "}
                  <span className="text-muted">{entry.actor?.username}</span>
                </>
              ),
            },
            { label: t("columns.action"), cell: (entry) => actionInWords(entry, view) },
            { label: t("columns.subject"), cell: (entry) => <AuditSubject entry={entry} /> },
            {
              label: t("columns.details"),
              cell: (entry) => <AuditDetails details={detailsInWords(entry, view)} />,
            },
            {
              label: t("columns.address"),
              cell: ({ address }) => <span className="nowrap">{address ?? "–"}</span>,
            },
          ]}
        />
      )}
      <nav className="flex justify-end gap-2 py-4">
        {filters.before && (
          <Link href={withQuery(query, { before: undefined })} className="btn btn-sm">
            {t("newest")}
          </Link>
        )}
        {next && (
          <Link href={withQuery(query, { before: next })} className="btn btn-sm">
            {t("older")}
          </Link>
        )}
      </nav>
    </>
  );
}
