import { getTranslations } from "next-intl/server";
import { StatusChip } from "@/components/reservations/status-chip";
import { DataTable } from "@/components/ui/data-table";
import { LocalTime } from "@/components/ui/local-time";
import { formatHours } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import { liveReservation } from "@/lib/reservations/live";
import type { LiveReservation, Queue } from "@/lib/reservations/views";
import { type Handled, RowActions } from "../../reservations/row-actions";
import { ReservationLink, Whose } from "./whose";

type Row = Handled & { readonly live: LiveReservation };

/** Who holds the GPU, then who waits, in the order in which they would start. */
function rowsOf(
  { gpu, state, people, waiters }: Queue,
  describe: (id: number) => Row["live"] | null,
) {
  const holders = state.reservations.filter(({ status }) => status !== "WAITING");
  const inOrder = [...holders, ...waiters.map(({ reservation }) => reservation)];
  return inOrder.flatMap(({ id, userId }): Row[] => {
    const live = describe(id);
    const person = people.get(userId);
    if (!live || !person) return [];
    return [{ id, gpu, status: live.status, live, user: { id: userId, username: "", ...person } }];
  });
}

/** The queue of a GPU with everything that can be done about it. */
export async function QueueSection({ queue }: { queue: Queue }) {
  const t = await getTranslations("adminGpus.page");
  const columns = await getTranslations("adminReservations.columns");
  const words = await getTranslations("adminReservations");
  const reservation = await getTranslations("reservation");
  const { locale } = await timeView();
  const rows = rowsOf(queue, (id) => liveReservation(queue, id));
  return (
    <section aria-labelledby="queue">
      <h2 id="queue" className="pb-3 font-semibold text-lg">
        {t("queue")}
      </h2>
      {rows.length === 0 ? (
        <p className="text-muted">{t("nobodyWaits")}</p>
      ) : (
        <DataTable
          caption={t("queue")}
          rows={rows}
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
              cell: ({ status, live }) => (
                <div className="flex flex-wrap items-center gap-x-2">
                  <StatusChip status={status} />
                  {live.expectation && reservation("place", { place: live.expectation.place })}
                </div>
              ),
            },
            {
              label: columns("hours"),
              numeric: true,
              cell: ({ live }) => formatHours(live.details.durationHours, locale),
            },
            {
              label: columns("reserved"),
              cell: ({ live }) => <LocalTime at={live.details.reservedAt} absolute />,
            },
            {
              label: columns("start"),
              cell: ({ live }) => (
                <>
                  <LocalTime at={live.expectation?.startsAt ?? live.details.startsAt} absolute />{" "}
                  {live.expectation?.startsAt && (
                    <span className="nowrap text-muted">{words("expected")}</span>
                  )}
                </>
              ),
            },
            {
              label: columns("end"),
              cell: ({ live }) => <LocalTime at={live.details.endsAt} absolute />,
            },
            {
              label: columns("actions"),
              phone: "wide",
              cell: (row) => <RowActions reservation={row} live={row.live} />,
            },
          ]}
        />
      )}
    </section>
  );
}
