/** Mails about an end: it comes near, it has come, an administrator brought it. */
import type { EndCause } from "@/lib/domain/words";
import type { FactsOf } from "@/lib/notifications/kinds";
import type { Draft, Wording } from "./wording";

export function endingSoon(
  facts: FactsOf<"ending-soon">,
  reservationId: number,
  { t, gpu, time, timeInZone, links }: Wording,
): Draft {
  const { endsAt } = facts;
  return {
    subject: t("endingSoon.subject", { gpu: gpu(facts), time: time(endsAt) }),
    title: t("endingSoon.title", { gpu: gpu(facts) }),
    paragraphs: [t("endingSoon.body", { time: time(endsAt) }), t("endingSoon.choices")],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.state"), value: t("states.held") },
      { label: t("labels.until"), value: timeInZone(endsAt) },
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}

const HOW: Partial<Record<EndCause, "endedByAdmin" | "endedForMaintenance">> = {
  ENDED_BY_ADMIN: "endedByAdmin",
  MAINTENANCE: "endedForMaintenance",
};

export function ended(facts: FactsOf<"ended">, wording: Wording): Draft {
  const { t, gpu, hours, time, timeInZone, links } = wording;
  const { gpuId, durationHours, endedAt, reason } = facts;
  const how = HOW[facts.cause] ?? "ended";
  return {
    subject: t(`${how}.subject`, { gpu: gpu(facts) }),
    paragraphs: [t(`${how}.body`, { time: time(endedAt) })],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.duration"), value: hours(durationHours) },
      { label: t("labels.endedAt"), value: timeInZone(endedAt) },
      ...reasonRow(reason, wording),
    ],
    button: { label: t("reserveAgain"), url: links.page(`/reserve?gpu=${gpuId}`) },
  };
}

export function cancelledByAdmin(facts: FactsOf<"cancelled-by-admin">, wording: Wording): Draft {
  const { t, gpu, hours, links } = wording;
  const { gpuId, durationHours, reason } = facts;
  return {
    subject: t("cancelledByAdmin.subject", { gpu: gpu(facts) }),
    paragraphs: [t("cancelledByAdmin.body")],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.duration"), value: hours(durationHours) },
      ...reasonRow(reason, wording),
    ],
    button: { label: t("reserveAgain"), url: links.page(`/reserve?gpu=${gpuId}`) },
  };
}

/** A reason as a row of the table of facts, if there is one. */
export function reasonRow(reason: string | null, { t }: Wording): Draft["facts"] {
  return reason ? [{ label: t("labels.reason"), value: reason }] : [];
}
