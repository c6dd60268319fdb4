import {
  CalendarClock,
  Clock,
  type LucideIcon,
  TriangleAlert,
  User,
  Users,
  Wrench,
} from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { deadlineTags } from "@/components/reservations/deadline";
import { type CardNumbers, CardStatistics } from "@/components/stats/card-statistics";
import { LocalTime } from "@/components/ui/local-time";
import { StateChip } from "@/components/ui/state-chip";
import { outagesFrom } from "@/lib/domain/outages";
import type { Holder, Offer, Queue } from "@/lib/reservations/views";
import { faultWords } from "./fault-words";
import { GpuLink } from "./gpu-link";
import { OfferButton } from "./offer-button";
import { OutageWords } from "./outages";

/** A fact with a sign that says what kind it is. */
function Fact({ Icon, label, children }: { Icon: LucideIcon; label: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="mt-1 shrink-0 text-muted">
        <Icon aria-hidden className="size-3.5" />
        <span className="sr-only">{label}</span>
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

type HolderProps = { holder: Holder; isOwn: boolean; now: number };

async function HolderFacts({ holder, isOwn, now }: HolderProps) {
  const t = await getTranslations("gpu");
  const { name, lab, isUsing, until } = holder;
  return (
    <>
      <Fact Icon={User} label={t("holder")}>
        <span className="font-medium">{isOwn ? t("you") : name}</span>{" "}
        {!isOwn && <span className="inline-block max-w-full text-muted">{lab}</span>}
      </Fact>
      <Fact Icon={Clock} label={t("until")}>
        {until > now
          ? t.rich(isUsing ? "deadline" : "claimDeadline", deadlineTags(until))
          : t("passingOn")}
      </Fact>
    </>
  );
}

/** When the viewer would start: with the reservation they have, or with one made now. */
async function Estimate({ offer }: { offer: Offer }) {
  const t = await getTranslations("gpu");
  const isWaiting = offer.kind === "reserved" && offer.own.status === "WAITING";
  const waits = isWaiting ? offer.own.expectation?.startsAt : null;
  const startsAt = offer.kind === "reservable" ? offer.startsAt : waits;
  if (!startsAt) return null;
  return (
    <Fact Icon={CalendarClock} label={t("estimate")}>
      {t.rich(isWaiting ? "ownStart" : "ifReservedNow", {
        time: () => <LocalTime at={startsAt} />,
      })}
    </Fact>
  );
}

type Props = { queue: Queue; offer: Offer; numbers: CardNumbers; viewerId: number };

/** One GPU at a glance: its state, who has it until when, who waits, and what to press. */
export async function GpuCard({ queue, offer, numbers, viewerId }: Props) {
  const { gpu, condition, holder, waiters, longestHours, now } = queue;
  const t = await getTranslations("gpu");
  const isFree = condition === "free";
  const cuda = gpu.cudaVersion;
  const [outage] = outagesFrom(queue.state, now);
  return (
    <article
      className={`card-box flex flex-col gap-3 p-4 ${offer.kind === "reserved" ? "border-primary" : ""}`}
    >
      <header className="grid gap-2">
        <h3 className="font-semibold leading-snug">
          <GpuLink gpu={gpu} />
        </h3>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StateChip state={condition} />
          <span className="text-muted text-sm">
            {offer.kind === "no-access"
              ? t("factsWithoutLongest", { cuda })
              : t("facts", { cuda, hours: longestHours })}
          </span>
        </div>
      </header>
      <dl className="grid gap-1 text-sm empty:hidden">
        {condition === "fault" && (
          <Fact Icon={TriangleAlert} label={t("faultLabel")}>
            {await faultWords(gpu.fault)}
          </Fact>
        )}
        {outage && (
          <Fact Icon={Wrench} label={t("outage.label")}>
            <OutageWords outage={outage} now={now} />
          </Fact>
        )}
        {holder && <HolderFacts holder={holder} isOwn={holder.userId === viewerId} now={now} />}
        {(holder || waiters.length > 0) && (
          <Fact Icon={Users} label={t("queueLabel")}>
            {t("people", { count: waiters.length })}
          </Fact>
        )}
        {!isFree && <Estimate offer={offer} />}
      </dl>
      <div className="mt-auto grid gap-3">
        <CardStatistics gpuId={gpu.id} {...numbers} />
        {/* An administrator, who sees every GPU, need not be told on each card. */}
        {offer.kind !== "no-access" && <OfferButton gpuId={gpu.id} offer={offer} isFree={isFree} />}
      </div>
    </article>
  );
}
