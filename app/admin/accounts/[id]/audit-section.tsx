import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { AccountDetails } from "@/lib/accounts/queries-list";
import { isAuditAction } from "@/lib/audit/actions";
import { newestOf } from "@/lib/audit/queries-account";
import { timeView } from "@/lib/i18n/time-view";
import { AuditDetails } from "../../audit/details";
import { AuditSubject } from "../../audit/subject";
import { detailsInWords } from "../../audit/words";
import { Section } from "./section";

/** The newest of what was done to somebody, and of what they did. */
export async function AuditSection({ account }: { account: AccountDetails }) {
  const entries = await newestOf(account.id);
  const t = await getTranslations("adminAccounts.detail");
  const view = await timeView();
  const log = await getTranslations("adminAudit");
  const about = new URLSearchParams({ about: account.username });
  const actor = new URLSearchParams({ actor: account.username });
  return (
    <Section id="audit" title={t("audit")}>
      {entries.length === 0 ? (
        <p className="text-muted">{t("auditNone")}</p>
      ) : (
        <DataTable
          caption={t("audit")}
          rows={entries}
          rowKey={({ id }) => id}
          columns={[
            { label: log("columns.at"), cell: ({ at }) => <LocalTime at={at} absolute /> },
            {
              label: log("columns.actor"),
              cell: ({ actor, address }) =>
                actor?.name ?? (address ? log("visitor") : log("portal")),
            },
            {
              label: log("columns.action"),
              cell: ({ action }) => (isAuditAction(action) ? log(`action.${action}`) : action),
            },
            { label: log("columns.subject"), cell: (entry) => <AuditSubject entry={entry} /> },
            {
              label: log("columns.details"),
              cell: (entry) => <AuditDetails details={detailsInWords(entry, view)} />,
            },
          ]}
        />
      )}
      <p className="flex flex-wrap gap-x-6">
        <Link href={`/admin/audit?${about}`} prefetch={false} className="text-link">
          {t("auditLink")}
        </Link>
        <Link href={`/admin/audit?${actor}`} prefetch={false} className="text-link">
          {t("auditBy")}
        </Link>
      </p>
    </Section>
  );
}
