import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LocalTime } from "@/components/ui/local-time";
import type { Reservation } from "@/lib/domain/words";
import type { LiveReservation } from "@/lib/reservations/views";

type Step = { label: string; time: ReactNode; isAhead: boolean };

function Entry({ label, time, isAhead }: Step) {
  return (
    <li className="group flex gap-3">
      <span aria-hidden className="flex w-3 flex-col items-center pt-1.5">
        <span
          className={`size-3 shrink-0 rounded-full border-2 ${
            isAhead ? "border-line-strong bg-base-100" : "border-primary bg-primary"
          }`}
        />
        <span className="-mb-1.5 w-0.5 grow bg-base-300 group-last:hidden" />
      </span>
      <span className="grid gap-0.5 pb-4 group-last:pb-0">
        <span className={isAhead ? "text-muted" : "font-medium"}>{label}</span>
        <span className="text-muted text-sm">{time}</span>
      </span>
    </li>
  );
}

type Props = { details: Reservation; live: LiveReservation | null };

/** A reservation's life so far, and what is still ahead of it. */
export async function Timeline({ details, live }: Props) {
  const t = await getTranslations("reservation.timeline");
  const causes = await getTranslations("reservation.cause");
  const { reservedAt, notifiedAt, startsAt, endsAt, endCause, durationHours, status } = details;
  const past = (label: string, at: number): Step => ({
    label,
    time: <LocalTime at={at} absolute />,
    isAhead: false,
  });
  const ahead = (label: string, time: ReactNode): Step => ({ label, time, isAhead: true });
  const steps: Step[] = [past(t("reserved"), reservedAt)];
  if (notifiedAt !== null) steps.push(past(t("turn"), notifiedAt));
  if (startsAt !== null) steps.push(past(t("started"), startsAt));
  if (endCause !== null && endsAt !== null) {
    steps.push(past(causes(endCause), endsAt));
  } else {
    const expected = live?.expectation?.startsAt ?? null;
    if (status === "WAITING") steps.push(ahead(t("turnAhead"), <LocalTime at={expected} />));
    if (status === "NOTIFIED") {
      steps.push(ahead(t("startAhead"), <LocalTime at={live?.deadline ?? null} />));
    }
    steps.push(
      ahead(
        t("endAhead"),
        endsAt === null ? t("after", { hours: durationHours }) : <LocalTime at={endsAt} />,
      ),
    );
  }
  return (
    <section aria-labelledby="timeline" className="card-box p-4 sm:p-6">
      <h2 id="timeline" className="mb-4 font-semibold">
        {t("title")}
      </h2>
      <ol>
        {steps.map((step) => (
          <Entry key={step.label} {...step} />
        ))}
      </ol>
    </section>
  );
}
