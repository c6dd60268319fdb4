import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import type { ManagedReservation } from "@/lib/reservations/queries-admin";
import type { Person } from "@/lib/reservations/views";
import { cancelAnyReservation, endAnyUse } from "./actions";

type Props = {
  reservation: Pick<ManagedReservation, "id" | "user" | "gpu" | "status">;
  successor: Person | null;
};

async function Reason() {
  const t = await getTranslations("adminReservations");
  return (
    <Field
      name="reason"
      label={t("reason")}
      help={t("reasonHelp")}
      required
      maxLength={500}
      autoComplete="off"
    />
  );
}

/** Cancels what has not started, or ends a use; says what that means to whom. */
export async function EndingDialog({ reservation, successor }: Props) {
  const t = await getTranslations("adminReservations");
  const { id, user, gpu, status } = reservation;
  const about = { name: user.name, lab: user.lab, model: gpu.model, gpuName: gpu.gpuName };
  const isUse = status === "ACTIVE";
  return (
    <ConfirmDialog
      action={isUse ? endAnyUse : cancelAnyReservation}
      trigger={
        <>
          {isUse ? t("end") : t("cancel")}
          <span className="sr-only">
            : {user.name}, {gpu.gpuName}
          </span>
        </>
      }
      triggerClassName="btn-sm nowrap"
      title={isUse ? t("endQuestion", about) : t("cancelQuestion", about)}
      confirm={isUse ? t("endConfirm") : t("cancelConfirm")}
      cancel={t("keep")}
      danger
    >
      <input type="hidden" name="id" value={id} />
      {isUse && <p>{t("endConsequence", about)}</p>}
      {status === "NOTIFIED" && <p>{t("cancelTurn", about)}</p>}
      {status === "WAITING" && <p>{t("cancelWaiting", about)}</p>}
      {status !== "WAITING" && <p>{successor ? t("successor", successor) : t("noSuccessor")}</p>}
      <Reason />
    </ConfirmDialog>
  );
}
