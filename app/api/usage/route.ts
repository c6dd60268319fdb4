import { getLocale } from "next-intl/server";
import { csvOf, csvResponse } from "@/lib/csv";
import { timeView } from "@/lib/i18n/time-view";
import { usageFile } from "@/lib/usage/file";
import { usageReport } from "@/lib/usage/queries";
import { usageFiltersSchema } from "@/lib/usage/schema";
import { queryOf } from "@/lib/web/file";
import { currentUser } from "@/lib/web/session";

/** The table of the usage page as a file, with all its rows and the same filters in the URL. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentUser();
  if (!viewer) return new Response(null, { status: 401, headers: { "Cache-Control": "no-store" } });
  const filters = usageFiltersSchema.parse(queryOf(request));
  const { timeZone } = await timeView();
  const report = await usageReport(viewer, filters, timeZone);
  const { name, rows, columns } = usageFile(report, await getLocale(), viewer.isAdmin);
  return csvResponse(name, csvOf(rows, columns));
}
