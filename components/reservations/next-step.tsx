import { getTranslations } from "next-intl/server";
import type { LiveReservation } from "@/lib/reservations/views";
import { CancelDialog, DeclineDialog, GiveWayDialog, ReleaseDialog } from "./dialogs";
import { ExtendForm } from "./extend-form";
import type { ReservationActions } from "./reservation-actions";
import { StartForm } from "./start-form";

type Props = { live: LiveReservation; actions: ReservationActions };

async function TurnActions({ live, actions }: Props) {
  const t = await getTranslations("reservation.giveWay");
  return (
    <>
      <div className="flex flex-wrap items-start gap-2">
        <StartForm id={live.id} start={actions.start} />
        {live.giveWayRefusal === null && <GiveWayDialog live={live} action={actions.giveWay} />}
        <DeclineDialog live={live} action={actions.cancel} />
      </div>
      {live.giveWayRefusal === "gave-way-already" && (
        <p className="text-muted text-sm">{t("already")}</p>
      )}
    </>
  );
}

/** Everything that the reservation's user can do with it now. */
export function NextStep({ live, actions }: Props) {
  switch (live.status) {
    case "NOTIFIED":
      return <TurnActions live={live} actions={actions} />;
    case "ACTIVE":
      return (
        <>
          <ExtendForm live={live} extend={actions.extend} />
          <div>
            <ReleaseDialog live={live} action={actions.release} />
          </div>
        </>
      );
    case "WAITING":
      return (
        <div>
          <CancelDialog live={live} action={actions.cancel} />
        </div>
      );
  }
}
