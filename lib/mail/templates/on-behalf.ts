/** Mails about what an administrator did for somebody. */
import type { FactsOf } from "@/lib/notifications/kinds";
import { reasonRow } from "./ending";
import type { Draft, Wording } from "./wording";

export function reservedForYou(
  facts: FactsOf<"reserved-for-you">,
  reservationId: number,
  { t, gpu, hours, links }: Wording,
): Draft {
  const names = { gpu: gpu(facts), hours: hours(facts.durationHours) };
  return {
    subject: t("reservedForYou.subject", names),
    title: t("reservedForYou.title", names),
    paragraphs: [
      t(facts.autoStart ? "reservedForYou.autoStart" : "reservedForYou.body"),
      t("reservedForYou.help"),
    ],
    facts: [
      { label: t("labels.gpu"), value: names.gpu },
      { label: t("labels.duration"), value: names.hours },
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}

export function reassigned(
  facts: FactsOf<"reassigned">,
  reservationId: number,
  wording: Wording,
): Draft {
  const { t, gpu, hours, links } = wording;
  const names = { gpu: gpu(facts), from: gpu(facts.from) };
  return {
    subject: t("reassigned.subject", names),
    paragraphs: [t("reassigned.body", names)],
    facts: [
      { label: t("labels.gpu"), value: names.gpu },
      { label: t("labels.before"), value: names.from },
      { label: t("labels.duration"), value: hours(facts.durationHours) },
      ...reasonRow(facts.reason, wording),
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}
