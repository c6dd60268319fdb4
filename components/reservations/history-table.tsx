import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { type Column, DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { formatDuration, formatHours } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { PastReservation } from "@/lib/reservations/views";

/** Ended reservations: what was used for how long, and how each ended. */
export async function HistoryTable({ past }: { past: readonly PastReservation[] }) {
  const t = await getTranslations("reserve.history");
  const causes = await getTranslations("reservation.cause");
  const { locale } = await timeView();
  const columns: Column<PastReservation>[] = [
    {
      label: t("gpu"),
      cell: ({ id, gpu }) => (
        <Link href={`/reservations/${id}`} prefetch={false} className="hover:underline">
          {gpu.model} <span className="text-muted md:whitespace-nowrap">{gpu.gpuName}</span>
        </Link>
      ),
    },
    { label: t("ended"), cell: ({ endsAt }) => <LocalTime at={endsAt} absolute /> },
    { label: t("how"), cell: ({ endCause }) => causes(endCause) },
    {
      label: t("used"),
      cell: ({ startsAt, endsAt, durationHours }) =>
        t("usedOf", {
          used: formatDuration(startsAt === null ? null : endsAt - startsAt, locale),
          reserved: formatHours(durationHours, locale),
        }),
    },
  ];
  return <DataTable caption={t("title")} columns={columns} rows={past} rowKey={({ id }) => id} />;
}
