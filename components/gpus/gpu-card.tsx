import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Deadline } from "@/components/reservations/live-state";
import { LocalTime } from "@/components/ui/local-time";
import { StateChip } from "@/components/ui/state-chip";
import type { Holder, Offer, Queue } from "@/lib/reservations/views";
import { GpuLink } from "./gpu-link";
import { OfferButton } from "./offer-button";

function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr] gap-2">
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

async function HolderFacts({ holder, now }: { holder: Holder; now: number }) {
  const t = await getTranslations("gpu");
  return (
    <>
      <Fact label={holder.isUsing ? t("user") : t("turnOf")}>
        <span className="font-medium">{holder.name}</span>{" "}
        <span className="text-muted">{holder.lab}</span>
      </Fact>
      <Fact label={holder.isUsing ? t("until") : t("claimBefore")}>
        {holder.until > now ? <Deadline at={holder.until} /> : t("passingOn")}
      </Fact>
    </>
  );
}

/** One GPU at a glance: its state, who has it until when, who waits, and what to press. */
export async function GpuCard({ queue, offer }: { queue: Queue; offer: Offer }) {
  const { gpu, condition, holder, waiters, now } = queue;
  const t = await getTranslations("gpu");
  return (
    <article
      className={`card-box flex flex-col gap-3 p-4 ${offer.kind === "reserved" ? "border-primary" : ""}`}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <h3 className="font-semibold leading-snug">
          <GpuLink gpu={gpu} />
        </h3>
        <StateChip state={condition} />
      </header>
      <dl className="grid gap-1 text-sm">
        {condition === "fault" && <Fact label={t("faultLabel")}>{gpu.fault}</Fact>}
        {holder && <HolderFacts holder={holder} now={now} />}
        {(holder || waiters.length > 0) && (
          <Fact label={t("waiting")}>{t("people", { count: waiters.length })}</Fact>
        )}
        {offer.kind === "reservable" && condition !== "free" && (
          <Fact label={t("ifReservedNow")}>
            {offer.startsAt === null ? t("unknownStart") : <LocalTime at={offer.startsAt} />}
          </Fact>
        )}
        <Fact label={t("cuda")}>{gpu.cudaVersion}</Fact>
        {offer.kind !== "no-access" && (
          <Fact label={t("longest")}>{t("hours", { hours: queue.longestHours })}</Fact>
        )}
      </dl>
      <div className="mt-auto">
        <OfferButton gpuId={gpu.id} offer={offer} isFree={condition === "free"} />
      </div>
    </article>
  );
}
