import { getTranslations } from "next-intl/server";
import { type Column, DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import type { Viewer } from "@/lib/domain/permissions";
import { formatHours } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Waiter } from "@/lib/reservations/views";

type Props = { waiters: readonly Waiter[]; viewer: Viewer };

/** Who waits for a GPU, in the order in which they would start. */
export async function QueueTable({ waiters, viewer }: Props) {
  const t = await getTranslations("gpu.queue");
  const { locale } = await timeView();
  const columns: Column<Waiter>[] = [
    { label: t("place"), cell: ({ place }) => place },
    {
      label: t("name"),
      cell: ({ name, lab, reservation }) => (
        <>
          {reservation.userId === viewer.id ? (
            <strong className="text-primary">{t("you", { name })}</strong>
          ) : (
            <span className="font-medium">{name}</span>
          )}{" "}
          <span className="inline-block max-w-full text-muted">{lab}</span>
        </>
      ),
    },
    {
      label: t("hours"),
      numeric: true,
      cell: ({ reservation }) => formatHours(reservation.durationHours, locale),
    },
    {
      label: t("since"),
      cell: ({ reservation }) => <LocalTime at={reservation.reservedAt} absolute />,
    },
    {
      label: t("start"),
      phone: "wide",
      cell: ({ startsAt, reservation }) =>
        reservation.eligible ? <LocalTime at={startsAt} /> : t("skipped"),
    },
  ];
  if (viewer.isAdmin) {
    const priority = ({ reservation }: Waiter) => reservation.priority;
    columns.push({ label: t("priority"), numeric: true, cell: priority });
  }
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={waiters}
      rowKey={({ reservation }) => reservation.id}
    />
  );
}
