import { actionInWords, actorInWords, detailsInWords } from "@/app/admin/audit/words";
import { type AuditEntry, exportAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import type { TimeView } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { translator } from "@/lib/i18n/translator";
import { periodOf } from "@/lib/period";
import { answerWithFile, tableFile } from "@/lib/web/file";

/** What changed, in one line. */
function changesOf(entry: AuditEntry, view: TimeView): string {
  const details = detailsInWords(entry, view).map(({ label, before, value }) =>
    before === undefined ? `${label}: ${value}` : `${label}: ${before} → ${value}`,
  );
  return details.join("; ");
}

/** The filtered log as a file, for administrators; for everybody else there is none. */
export function GET(request: Request): Promise<Response> {
  return answerWithFile(request, async (query) => {
    const filters = auditFiltersSchema.parse(query);
    const view = await timeView();
    const entries = await exportAudit(filters, periodOf(filters, view.timeZone));
    const t = translator(view.locale, "adminAudit.csv");
    return tableFile("audit-log", entries, [
      [t("at"), ({ at }) => new Date(at).toISOString()],
      [t("actor"), (entry) => actorInWords(entry, view)],
      [t("actorUsername"), ({ actor }) => actor?.username ?? null],
      [t("action"), (entry) => actionInWords(entry, view)],
      [t("number"), ({ subjectId, subjectType }) => subjectId && `${subjectType} ${subjectId}`],
      [t("user"), ({ user }) => user?.name ?? null],
      [t("username"), ({ user }) => user?.username ?? null],
      [t("gpu"), ({ gpu }) => gpu?.gpuName ?? null],
      [t("details"), (entry) => changesOf(entry, view)],
      [t("address"), ({ address }) => address],
    ]);
  });
}
