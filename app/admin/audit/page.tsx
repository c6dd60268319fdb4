import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterBar, FilterSearch, FilterSelect } from "@/components/ui/filter-bar";
import { LocalTime } from "@/components/ui/local-time";
import { PageTitle } from "@/components/ui/page-title";
import { type Query, withQuery } from "@/components/ui/query";
import { AUDIT_SUBJECTS, isAuditAction } from "@/lib/audit/actions";
import { listAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { requireAdmin } from "@/lib/web/session";
import { AuditDetails } from "./details";
import { AuditSubject } from "./subject";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("adminAudit");
  return { title: t("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  await requireAdmin();
  const query = await searchParams;
  const filters = auditFiltersSchema.parse(query);
  const { entries, next } = await listAudit(filters);
  const t = await getTranslations("adminAudit");
  return (
    <>
      <PageTitle title={t("title")} help={t("help")} />
      <FilterBar
        query={{ ...query, before: undefined }}
        names={["subject", "about", "actor", "before"]}
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
              cell: ({ actor, address }) => {
                if (!actor) return address ? t("visitor") : t("portal");
                return (
                  <>
                    {actor.name} <span className="text-muted">{actor.username}</span>
                  </>
                );
              },
            },
            {
              label: t("columns.action"),
              cell: ({ action }) => (isAuditAction(action) ? t(`action.${action}`) : action),
            },
            { label: t("columns.subject"), cell: (entry) => <AuditSubject entry={entry} /> },
            { label: t("columns.details"), cell: (entry) => <AuditDetails entry={entry} /> },
            { label: t("columns.address"), cell: ({ address }) => address ?? "–" },
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
