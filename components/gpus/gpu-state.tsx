import { getTranslations } from "next-intl/server";
import { deadlineTags } from "@/components/reservations/deadline";
import { LiveState } from "@/components/reservations/live-state";
import type { Holder, Offer, Queue } from "@/lib/reservations/views";
import { faultWords } from "./fault-words";
import { Outages } from "./outages";

async function HolderState({ holder, now }: { holder: Holder; now: number }) {
  const t = await getTranslations("gpu");
  const { name, lab, isUsing, until } = holder;
  const person = t("person", { name, lab });
  if (until <= now) return t("personOver", { person });
  return t.rich(isUsing ? "personUses" : "personsTurn", { person, ...deadlineTags(until) });
}

/** The state of a GPU in words: who has it until when, and why nothing moves. */
export async function GpuState({ queue, offer }: { queue: Queue; offer: Offer }) {
  const t = await getTranslations("gpu");
  const { gpu, condition, holder, now } = queue;
  const own = offer.kind === "reserved" && offer.own.status !== "WAITING" ? offer.own : null;
  return (
    <div className="grid gap-1">
      {condition === "disabled" && <p>{t("disabled")}</p>}
      <Outages queue={queue} />
      {condition === "maintenance" && <p>{t("maintenance")}</p>}
      {condition === "fault" && <p>{t("fault", { fault: await faultWords(gpu.fault) })}</p>}
      {condition === "free" && <p>{t("free")}</p>}
      {own && (
        <p>
          <LiveState live={own} />
        </p>
      )}
      {holder && !own && (
        <p>
          <HolderState holder={holder} now={now} />
        </p>
      )}
    </div>
  );
}
