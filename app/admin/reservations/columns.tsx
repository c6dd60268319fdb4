import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { type Query, withQuery } from "@/components/ui/query";
import { sortBy } from "@/components/ui/sorting";
import { formatHours } from "@/lib/i18n/format";
import { liveReservation } from "@/lib/reservations/live";
import type { ManagedReservation } from "@/lib/reservations/queries-admin";
import type { ReservationSort } from "@/lib/reservations/schema-admin";
import type { LiveReservation, Queue } from "@/lib/reservations/views";
import { RowActions } from "./row-actions";
import { StateCell } from "./state-cell";

/** The newest first is how the list comes; the other way round on demand. */
function sortByReserved(query: Query, now: ReservationSort) {
  if (now === "") {
    const href = withQuery(query, { sort: "reserved", page: undefined });
    return { href, order: "descending" as const };
  }
  const order = now === "reserved" ? ("ascending" as const) : undefined;
  return { href: withQuery(query, { sort: undefined, page: undefined }), order };
}

/** A time that is not certain yet, and what it is. */
function Ahead({ at, word }: { at: number | null; word: string }) {
  return (
    <>
      <LocalTime at={at} absolute />{" "}
      {at !== null && <span className="nowrap text-muted">{word}</span>}
    </>
  );
}

/** What the list shows of each reservation. */
export async function reservationColumns(
  query: Query,
  sort: ReservationSort,
  queues: readonly Queue[],
): Promise<Column<ManagedReservation>[]> {
  const t = await getTranslations("adminReservations");
  const locale = await getLocale();
  const byGpu = new Map(queues.map((queue) => [queue.gpu.id, queue]));
  const liveOf = ({ id, gpu }: ManagedReservation): LiveReservation | null => {
    const queue = byGpu.get(gpu.id);
    return queue ? liveReservation(queue, id) : null;
  };
  return [
    {
      label: t("columns.id"),
      cell: ({ id }) => (
        <Link href={`/reservations/${id}`} prefetch={false} className="text-link nowrap">
          {id}
        </Link>
      ),
    },
    {
      label: t("columns.user"),
      sort: sortBy(query, "user", sort),
      cell: ({ user }) => (
        <>
          <Link href={`/admin/accounts/${user.id}`} prefetch={false} className="hover:underline">
            {user.name}
          </Link>
          <div className="text-muted">{user.lab}</div>
        </>
      ),
    },
    {
      label: t("columns.gpu"),
      sort: sortBy(query, "gpu", sort),
      cell: ({ gpu }) => (
        <Link href={`/admin/gpus/${gpu.id}`} prefetch={false} className="hover:underline">
          {t("gpuName", { model: gpu.model, gpuName: gpu.gpuName })}
        </Link>
      ),
    },
    {
      label: t("columns.state"),
      cell: (reservation) => (
        <StateCell
          reservation={reservation}
          place={liveOf(reservation)?.expectation?.place ?? null}
        />
      ),
    },
    {
      label: t("columns.hours"),
      numeric: true,
      cell: ({ durationHours }) => formatHours(durationHours, locale),
    },
    {
      label: t("columns.reserved"),
      sort: sortByReserved(query, sort),
      cell: ({ reservedAt }) => <LocalTime at={reservedAt} absolute />,
    },
    {
      label: t("columns.turn"),
      cell: ({ notifiedAt }) => <LocalTime at={notifiedAt} absolute />,
    },
    {
      label: t("columns.start"),
      sort: sortBy(query, "start", sort),
      cell: (reservation) => {
        const expected = liveOf(reservation)?.expectation?.startsAt;
        if (!expected) return <LocalTime at={reservation.startsAt} absolute />;
        return <Ahead at={expected} word={t("expected")} />;
      },
    },
    {
      label: t("columns.end"),
      sort: sortBy(query, "end", sort),
      cell: ({ status, endsAt }) =>
        status === "ACTIVE" ? (
          <Ahead at={endsAt} word={t("planned")} />
        ) : (
          <LocalTime at={endsAt} absolute />
        ),
    },
    {
      label: t("columns.actions"),
      phone: "wide",
      cell: (reservation) =>
        reservation.endCause === null && (
          <RowActions reservation={reservation} live={liveOf(reservation)} />
        ),
    },
  ];
}
