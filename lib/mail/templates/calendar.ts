/** Mails whose purpose is that a calendar stays right. */
import type { FactsOf } from "@/lib/notifications/kinds";
import type { Draft, Wording } from "./wording";

const REASONS = [
  "started",
  "extended",
  "shortened",
  "restored",
  "completed",
  "cancelled",
  "gave-way",
  "turn-withdrawn",
  "turn-passed-on",
] as const;

const reasonOf = (because: string) => REASONS.find((known) => known === because) ?? "other";

export function calendarUpdated(
  facts: FactsOf<"calendar-updated">,
  reservationId: number,
  { t, gpu, time, timeInZone, links }: Wording,
): Draft {
  const { standing, startsAt, endsAt, because } = facts.calendar;
  const isGone = standing === "cancelled";
  return {
    subject: isGone
      ? t("calendarUpdated.gone", { gpu: gpu(facts) })
      : t("calendarUpdated.subject", { gpu: gpu(facts), time: time(endsAt) }),
    paragraphs: [
      t(`calendarUpdated.because.${reasonOf(because)}`),
      isGone ? t("calendarUpdated.removed") : t("calendarUpdated.changed"),
    ],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      ...(isGone
        ? []
        : [
            { label: t("labels.from"), value: timeInZone(startsAt) },
            { label: t("labels.until"), value: timeInZone(endsAt) },
          ]),
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}
