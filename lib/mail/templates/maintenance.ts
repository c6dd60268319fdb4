/** Mails about maintenance: a GPU goes out, it goes out at another time, it is back or stays. */
import type { FactsOf } from "@/lib/notifications/kinds";
import { reasonRow } from "./ending";
import type { Draft, Wording } from "./wording";

type Facts = FactsOf<"maintenance">;

function subjectOf({ effect, isChange }: Facts) {
  if (effect === "shortened") return "maintenance.subjectShortened";
  return isChange ? "maintenance.subjectChanged" : "maintenance.subject";
}

export function maintenance(facts: Facts, reservationId: number, wording: Wording): Draft {
  const { t, gpu, time, timeInZone, links } = wording;
  const { from, until, reason, effect, endsAt, isChange } = facts;
  const names = { gpu: gpu(facts), time: time(from) };
  return {
    subject: t(subjectOf(facts), names),
    title: t(isChange ? "maintenance.titleChanged" : "maintenance.title", names),
    paragraphs: [
      t(`maintenance.effect.${effect}`, { time: time(from), end: time(endsAt ?? from) }),
      ...(isChange ? [t("maintenance.changed")] : []),
    ],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      { label: t("labels.state"), value: t("states.maintenance") },
      { label: t("labels.outFrom"), value: timeInZone(from) },
      {
        label: t("labels.back"),
        value: until === null ? t("maintenance.unknown") : timeInZone(until),
      },
      ...reasonRow(reason, wording),
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}

export function maintenanceOver(
  facts: FactsOf<"maintenance-over">,
  reservationId: number,
  { t, gpu, time, timeInZone, links }: Wording,
): Draft {
  const { from, isCalledOff, endsAt } = facts;
  const names = { gpu: gpu(facts) };
  return {
    subject: t(isCalledOff ? "maintenanceOver.subjectCalledOff" : "maintenanceOver.subject", names),
    paragraphs: [
      isCalledOff
        ? t("maintenanceOver.calledOff", { time: time(from) })
        : t("maintenanceOver.body"),
      endsAt === undefined
        ? t("maintenanceOver.place")
        : t("maintenanceOver.restored", { end: time(endsAt) }),
    ],
    facts: [
      { label: t("labels.gpu"), value: gpu(facts) },
      ...(endsAt === undefined ? [] : [{ label: t("labels.until"), value: timeInZone(endsAt) }]),
    ],
    button: { label: t("openReservation"), url: links.page(`/reservations/${reservationId}`) },
  };
}
