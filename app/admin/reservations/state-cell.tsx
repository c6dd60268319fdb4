import { useTranslations } from "next-intl";
import { StatusChip } from "@/components/reservations/status-chip";
import type { ManagedReservation } from "@/lib/reservations/queries-admin";

type Props = {
  reservation: ManagedReservation;
  /** While it waits. */
  place: number | null;
};

/** What a reservation is now; of an ended one also why, by whom, and for what reason. */
export function StateCell({ reservation, place }: Props) {
  const t = useTranslations("adminReservations");
  const words = useTranslations("reservation");
  const { status, user, endCause, endedBy, endReason } = reservation;
  return (
    <div className="grid gap-0.5">
      <div className="flex flex-wrap items-center gap-x-2">
        <StatusChip status={status} />
        {place !== null && <span>{words("place", { place })}</span>}
      </div>
      {endCause && (
        <div className="text-muted">
          {words(`cause.${endCause}`)}
          {endedBy && endedBy !== user.name && ` · ${t("by", { name: endedBy })}`}
        </div>
      )}
      {endReason && (
        <div className="max-w-80 text-muted">{words("reason", { reason: endReason })}</div>
      )}
    </div>
  );
}
