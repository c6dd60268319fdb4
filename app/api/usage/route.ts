import { getLocale } from "next-intl/server";
import { csvOf, csvResponse } from "@/lib/csv";
import { timeView } from "@/lib/i18n/time-view";
import { usageFile } from "@/lib/usage/file";
import { usageReport } from "@/lib/usage/queries";
import { usageFiltersSchema } from "@/lib/usage/schema";
import { currentUser } from "@/lib/web/session";

/** The table of the usage page as a file, with all its rows and the same filters in the URL. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentUser();
  if (!viewer) return new Response(null, { status: 401, headers: { "Cache-Control": "no-store" } });
  const asked = new URL(request.url).searchParams;
  // As Next gives it to the page, for which a parameter that is there twice makes no sense.
  const query = Object.fromEntries(
    [...asked.keys()].map((name) => {
      const values = asked.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
  const { timeZone } = await timeView();
  const report = await usageReport(viewer, usageFiltersSchema.parse(query), timeZone);
  const { name, rows, columns } = usageFile(report, await getLocale(), viewer.isAdmin);
  return csvResponse(name, csvOf(rows, columns));
}
