import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { LiveReservation } from "@/lib/reservations/views";
import { CancelDialog, DeclineDialog, ExtendDialog, GiveWayDialog, ReleaseDialog } from "./dialogs";
import type { ReservationActions } from "./reservation-actions";
import { StartForm } from "./start-form";

type Props = {
  live: LiveReservation;
  actions: ReservationActions;
  /** What comes before them all. */
  first?: ReactNode;
};

const BUTTONS = "flex flex-wrap items-start gap-2";
const REASON = "text-muted text-sm";

async function TurnActions({ live, actions }: Props) {
  const t = await getTranslations("reservation.giveWay");
  return (
    <>
      <div className={BUTTONS}>
        <StartForm id={live.id} start={actions.start} />
        {live.giveWayRefusal === null && <GiveWayDialog live={live} action={actions.giveWay} />}
        <DeclineDialog live={live} action={actions.cancel} />
      </div>
      {live.giveWayRefusal === "gave-way-already" && <p className={REASON}>{t("already")}</p>}
    </>
  );
}

async function UseActions({ live, actions, first }: Props) {
  const t = await getTranslations("reservation.extend");
  const tErrors = await getTranslations("errors");
  const { extension } = live;
  const reason =
    "refusal" in extension &&
    (extension.refusal === "somebody-waits"
      ? t("somebodyWaits")
      : extension.refusal === "extension-too-long"
        ? t("atMost")
        : tErrors(extension.refusal));
  return (
    <>
      <div className={BUTTONS}>
        {first}
        {"mostHours" in extension && (
          <ExtendDialog live={live} action={actions.extend} mostHours={extension.mostHours} />
        )}
        <ReleaseDialog live={live} action={actions.release} />
      </div>
      {reason && <p className={REASON}>{reason}</p>}
    </>
  );
}

/** Everything that the reservation's user can do with it now. */
export function NextStep({ live, actions, first }: Props) {
  switch (live.status) {
    case "NOTIFIED":
      return <TurnActions live={live} actions={actions} />;
    case "ACTIVE":
      return <UseActions live={live} actions={actions} first={first} />;
    case "WAITING":
      return (
        <div>
          <CancelDialog live={live} action={actions.cancel} />
        </div>
      );
  }
}
