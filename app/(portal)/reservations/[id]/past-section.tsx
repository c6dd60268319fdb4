import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Headline } from "@/components/reservations/headline";
import { formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { FoundReservation } from "@/lib/reservations/views";

/** A reservation that ended: how, by whom and why. */
export async function PastSection({
  reservation,
  isOwn,
}: {
  reservation: FoundReservation;
  isOwn: boolean;
}) {
  const t = await getTranslations("reservation");
  const { details, gpu, endedBy } = reservation;
  const { endCause, endReason, startsAt, endsAt } = details;
  const { locale } = await timeView();
  if (endCause === null) throw new Error(`reservation ${details.id} ended without a cause`);
  const used = startsAt !== null && endsAt !== null ? endsAt - startsAt : null;
  return (
    <section aria-label={t(`cause.${endCause}`)} className="card-box grid gap-4 p-4 sm:p-6">
      <Headline id={details.id} state={details.status} className="font-semibold text-xl">
        {t(`cause.${endCause}`)}
      </Headline>
      <div className="grid gap-1">
        <p>{t(`explained.${endCause}`, { by: endedBy ?? "–" })}</p>
        {endReason && <p>{t("reason", { reason: endReason })}</p>}
        {used !== null && <p>{t("used", { time: formatDuration(used, locale) })}</p>}
      </div>
      {isOwn && (
        <div>
          <Link href={`/reserve?gpu=${gpu.id}`} className="btn btn-primary">
            {t("again")}
          </Link>
        </div>
      )}
    </section>
  );
}
