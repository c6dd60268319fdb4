/** Mails about a turn: it came, it started by itself, it passed on. */
import type { FactsOf } from "@/lib/notifications/kinds";
import type { Draft, Wording } from "./wording";

export function yourTurn(
  facts: FactsOf<"your-turn">,
  reservationId: number,
  { t, gpu, hours, time, timeInZone, links }: Wording,
): Draft {
  const { claimBy, durationHours } = facts;
  return {
    subject: t("yourTurn.subject", { gpu: gpu(facts), time: time(claimBy) }),
    title: t("yourTurn.title", { gpu: gpu(facts) }),
    paragraphs: [t("yourTurn.body", { time: time(claimBy) }), t("yourTurn.choices")],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.state"), value: t("states.turn") },
      { label: t("labels.duration"), value: hours(durationHours) },
      { label: t("labels.claimBefore"), value: timeInZone(claimBy) },
    ],
    button: { label: t("yourTurn.button"), url: links.page(`/reservations/${reservationId}`) },
  };
}

export function started(
  facts: FactsOf<"started">,
  reservationId: number,
  { t, gpu, hours, time, timeInZone, links }: Wording,
): Draft {
  const { endsAt, durationHours } = facts;
  return {
    subject: t("started.subject", { gpu: gpu(facts), time: time(endsAt) }),
    title: t("started.title", { gpu: gpu(facts) }),
    paragraphs: [t("started.body")],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.state"), value: t("states.held") },
      { label: t("labels.duration"), value: hours(durationHours) },
      { label: t("labels.until"), value: timeInZone(endsAt) },
    ],
    button: { label: t("started.button"), url: links.page(`/reservations/${reservationId}`) },
  };
}

export function turnPassedOn(
  facts: FactsOf<"turn-passed-on">,
  { t, gpu, hours, time, timeInZone, links }: Wording,
): Draft {
  const { gpuId, claimBy, durationHours } = facts;
  return {
    subject: t("turnPassedOn.subject", { gpu: gpu(facts), time: time(claimBy) }),
    title: t("turnPassedOn.title", { gpu: gpu(facts) }),
    paragraphs: [t("turnPassedOn.body", { time: time(claimBy) })],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.duration"), value: hours(durationHours) },
      { label: t("labels.claimBefore"), value: timeInZone(claimBy) },
    ],
    button: { label: t("reserveAgain"), url: links.page(`/reserve?gpu=${gpuId}`) },
  };
}
