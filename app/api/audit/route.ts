import { actionInWords, actorInWords, detailsInWords } from "@/app/admin/audit/words";
import { type AuditEntry, exportAudit } from "@/lib/audit/queries";
import { auditFiltersSchema } from "@/lib/audit/schema";
import { csvOf, csvResponse } from "@/lib/csv";
import type { TimeView } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { translator } from "@/lib/i18n/translator";
import { periodOf } from "@/lib/period";
import { currentUser } from "@/lib/web/session";

function rowOf(entry: AuditEntry, view: TimeView) {
  const details = detailsInWords(entry, view).map(({ label, before, value }) =>
    before === undefined ? `${label}: ${value}` : `${label}: ${before} → ${value}`,
  );
  return {
    at: new Date(entry.at).toISOString(),
    actor: actorInWords(entry, view),
    actorUsername: entry.actor?.username ?? null,
    action: actionInWords(entry, view),
    number: entry.subjectId === null ? null : `${entry.subjectType} ${entry.subjectId}`,
    user: entry.user?.name ?? null,
    username: entry.user?.username ?? null,
    gpu: entry.gpu?.gpuName ?? null,
    details: details.join("; "),
    address: entry.address,
  };
}

/** The filtered log as a file, for administrators; for everybody else there is none. */
export async function GET(request: Request): Promise<Response> {
  const headers = { "Cache-Control": "private, no-store" };
  const viewer = await currentUser();
  if (!viewer) return new Response(null, { status: 401, headers });
  if (!viewer.isAdmin) return new Response(null, { status: 404, headers });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const filters = auditFiltersSchema.parse(query);
  const view = await timeView();
  const t = translator(view.locale, "adminAudit");
  const entries = await exportAudit(filters, periodOf(filters, view.timeZone));
  const names = {
    at: t("csv.at"),
    actor: t("csv.actor"),
    actorUsername: t("csv.actorUsername"),
    action: t("csv.action"),
    number: t("csv.number"),
    user: t("csv.user"),
    username: t("csv.username"),
    gpu: t("csv.gpu"),
    details: t("csv.details"),
    address: t("csv.address"),
  };
  const rows = entries.map((entry) => {
    const row = rowOf(entry, view);
    return Object.fromEntries(
      Object.entries(names).map(([key, name]) => [name, row[key as keyof typeof row]]),
    );
  });
  return csvResponse("audit-log", csvOf(rows, Object.values(names)));
}
