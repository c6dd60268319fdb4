import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { LiveReservation } from "@/lib/reservations/views";
import { LiveState } from "./live-state";
import { NextStep } from "./next-step";
import type { ReservationActions } from "./reservation-actions";
import { StatusChip } from "./status-chip";
import { WaitingHelp } from "./waiting-help";

type Props = { live: LiveReservation; actions: ReservationActions };

/** One of the viewer's live reservations in a list, with what they can do. */
export async function LiveCard({ live, actions }: Props) {
  const t = await getTranslations("reservation");
  const { id, gpu, status, details, expectation, obstacle } = live;
  return (
    <article
      className={`card-box grid gap-3 p-4 ${status === "NOTIFIED" ? "border-turn-fill bg-turn-tint" : ""}`}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h3 className="font-semibold leading-snug">
          <Link href={`/reservations/${id}`} prefetch={false} className="hover:underline">
            {gpu.model}{" "}
            <span className="inline-block max-w-full font-normal text-muted">{gpu.gpuName}</span>
          </Link>
        </h3>
        <StatusChip status={status} />
      </header>
      <div className="grid gap-1">
        {status === "WAITING" && expectation && (
          <p className="font-semibold text-lg leading-snug">
            {t("place", { place: expectation.place })}
          </p>
        )}
        <p>
          <LiveState live={live} />
        </p>
        <p className="text-muted text-sm">
          {t("hours", { hours: details.durationHours })}
          {details.autoStart && status === "WAITING" && ` · ${t("autoStart")}`}
        </p>
        {status === "WAITING" && !obstacle && <WaitingHelp live={live} />}
      </div>
      <NextStep
        live={live}
        actions={actions}
        first={
          status === "ACTIVE" && (
            <Link href={`/reservations/${id}`} prefetch={false} className="btn btn-primary">
              {t("connect")}
            </Link>
          )
        }
      />
    </article>
  );
}
