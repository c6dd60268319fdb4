import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import type { ManagedReservation } from "@/lib/reservations/queries-admin";
import type { LiveReservation } from "@/lib/reservations/views";
import { extendAnyUse, moveToFront } from "./actions";
import { EndingDialog } from "./ending-dialog";

/** What an action on a reservation needs to know of it. */
export type Handled = Pick<ManagedReservation, "id" | "user" | "gpu" | "status">;

const namesOf = ({ user, gpu }: Handled) => ({
  name: user.name,
  lab: user.lab,
  model: gpu.model,
  gpuName: gpu.gpuName,
});

/** The word on a button, and of what; the latter for those who do not see the row. */
function Trigger({ word, of: { user, gpu } }: { word: string; of: Handled }) {
  return (
    <>
      {word}
      <span className="sr-only">
        : {user.name}, {gpu.gpuName}
      </span>
    </>
  );
}

async function FrontDialog({ reservation, place }: { reservation: Handled; place: number }) {
  const t = await getTranslations("adminReservations");
  return (
    <ConfirmDialog
      action={moveToFront}
      trigger={<Trigger word={t("front")} of={reservation} />}
      triggerClassName="btn-sm nowrap"
      title={t("frontQuestion", namesOf(reservation))}
      confirm={t("frontConfirm")}
      cancel={t("keep")}
    >
      <input type="hidden" name="id" value={reservation.id} />
      <p>{t("frontConsequence", { count: place - 1 })}</p>
    </ConfirmDialog>
  );
}

async function ExtendDialog({ reservation }: { reservation: Handled }) {
  const t = await getTranslations("adminReservations");
  return (
    <ConfirmDialog
      action={extendAnyUse}
      trigger={<Trigger word={t("extend")} of={reservation} />}
      triggerClassName="btn-sm nowrap"
      title={t("extendQuestion", namesOf(reservation))}
      confirm={t("extendConfirm")}
      cancel={t("keep")}
    >
      <input type="hidden" name="id" value={reservation.id} />
      <Field
        name="hours"
        label={t("extendHours")}
        help={t("extendHelp")}
        inputMode="numeric"
        autoComplete="off"
        className="max-w-32"
      />
    </ConfirmDialog>
  );
}

type Props = { reservation: Handled; live: LiveReservation | null };

/** Everything that an administrator can do with a live reservation. */
export async function RowActions({ reservation, live }: Props) {
  const t = await getTranslations("adminReservations");
  const { id, status } = reservation;
  const place = live?.expectation?.place ?? 1;
  return (
    <div className="flex flex-wrap gap-2 xl:flex-nowrap">
      {status === "WAITING" && place > 1 && <FrontDialog reservation={reservation} place={place} />}
      {status === "WAITING" && (
        <Link
          href={`/admin/reservations/${id}/move`}
          prefetch={false}
          className="btn btn-sm nowrap"
        >
          <Trigger word={t("move")} of={reservation} />
        </Link>
      )}
      {status === "ACTIVE" && <ExtendDialog reservation={reservation} />}
      <EndingDialog reservation={reservation} successor={live?.successor ?? null} />
    </div>
  );
}
