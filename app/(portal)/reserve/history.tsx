import { getTranslations } from "next-intl/server";
import { HistoryTable } from "@/components/reservations/history-table";
import { Pagination } from "@/components/ui/pagination";
import { parameter, type Query } from "@/components/ui/query";
import type { Viewer } from "@/lib/domain/permissions";
import { history } from "@/lib/reservations/queries-history";

/** What the viewer reserved before. Nothing for those who never did. */
export async function History({ viewer, query }: { viewer: Viewer; query: Query }) {
  const t = await getTranslations("reserve.history");
  const wanted = Number(parameter(query, "page"));
  const { reservations, page, pages } = await history(
    viewer,
    Number.isSafeInteger(wanted) ? wanted : 1,
  );
  if (reservations.length === 0) return null;
  return (
    <section aria-labelledby="history" className="mt-10">
      <h2 id="history" className="mb-3 font-semibold text-lg">
        {t("title")}
      </h2>
      <HistoryTable past={reservations} />
      <Pagination page={page} pages={pages} query={query} />
    </section>
  );
}
