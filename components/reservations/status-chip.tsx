import { useTranslations } from "next-intl";
import { StateChip } from "@/components/ui/state-chip";
import type { ReservationStatus } from "@/lib/domain/words";

/** What a reservation is at this moment, with the sign of the GPU's state where it holds one. */
export function StatusChip({ status }: { status: ReservationStatus }) {
  const t = useTranslations("reservation.status");
  if (status === "ACTIVE") return <StateChip state="held">{t(status)}</StateChip>;
  if (status === "NOTIFIED") return <StateChip state="turn">{t(status)}</StateChip>;
  return (
    <span className="nowrap inline-flex rounded-selector bg-off-tint px-2 py-0.5 font-medium text-off text-sm">
      {t(status)}
    </span>
  );
}
