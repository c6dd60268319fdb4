import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import { laterAtFullUse } from "@/lib/domain/outlook-words";
import type { LiveReservation } from "@/lib/reservations/views";

/** What somebody who waits need not look for again: how late it may get, and what happens then. */
export async function WaitingHelp({ live }: { live: LiveReservation }) {
  const t = await getTranslations("reservation");
  const { details, expectation } = live;
  const later = expectation && laterAtFullUse(expectation);
  return (
    <p className="text-muted text-sm">
      {later && (
        <span className="block">
          {t.rich("fullUse", { time: () => <LocalTime at={later} absolute /> })}
        </span>
      )}
      {details.autoStart ? t("autoStartHelp") : t("mailHelp")}
    </p>
  );
}
