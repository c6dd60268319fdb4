import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { Pagination } from "@/components/ui/pagination";
import type { Query } from "@/components/ui/query";
import { formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { ReservationList } from "@/lib/reservations/queries-admin";
import { StateCell } from "../../reservations/state-cell";
import { ReservationLink, Whose } from "./whose";

type Props = { gpuId: number; list: ReservationList; query: Query };

/** The ended reservations of a GPU, the newest first. */
export async function HistorySection({ gpuId, list, query }: Props) {
  const t = await getTranslations("adminGpus.page");
  const columns = await getTranslations("adminReservations.columns");
  const { locale } = await timeView();
  return (
    <section aria-labelledby="history">
      <div className="flex flex-wrap items-center justify-between gap-3 pb-3">
        <h2 id="history" className="font-semibold text-lg">
          {t("history")}
        </h2>
        <Link
          href={`/admin/reservations?gpu=${gpuId}&group=all`}
          prefetch={false}
          className="text-link"
        >
          {t("allReservations")}
        </Link>
      </div>
      {list.count === 0 ? (
        <p className="text-muted">{t("noHistory")}</p>
      ) : (
        <>
          <DataTable
            caption={t("history")}
            rows={list.reservations}
            rowKey={({ id }) => id}
            columns={[
              {
                label: columns("id"),
                cell: ({ id }) => <ReservationLink id={id} />,
              },
              {
                label: columns("user"),
                cell: ({ user }) => <Whose user={user} />,
              },
              {
                label: columns("state"),
                cell: (reservation) => <StateCell reservation={reservation} place={null} />,
              },
              {
                label: columns("start"),
                cell: ({ startsAt }) => <LocalTime at={startsAt} absolute />,
              },
              { label: columns("end"), cell: ({ endsAt }) => <LocalTime at={endsAt} absolute /> },
              {
                label: columns("used"),
                numeric: true,
                cell: ({ startsAt, endsAt }) =>
                  formatDuration(
                    startsAt === null || endsAt === null ? null : endsAt - startsAt,
                    locale,
                  ),
              },
            ]}
          />
          <Pagination page={list.page} pages={list.pages} query={query} />
        </>
      )}
    </section>
  );
}
