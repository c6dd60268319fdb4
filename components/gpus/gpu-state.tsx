import { getTranslations } from "next-intl/server";
import { Deadline } from "@/components/reservations/live-state";
import type { Queue } from "@/lib/reservations/views";

/** The state of a GPU in words: who has it until when, and why nothing moves. */
export async function GpuState({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu");
  const { gpu, condition, holder, now } = queue;
  const person = holder && t("person", { name: holder.name, lab: holder.lab });
  const time = () => holder && <Deadline at={holder.until} />;
  const isOver = holder !== null && holder.until <= now;
  return (
    <div className="grid gap-1">
      {condition === "disabled" && <p>{t("disabled")}</p>}
      {condition === "fault" && <p>{t("fault", { fault: gpu.fault ?? "–" })}</p>}
      {holder === null && condition === "free" && <p>{t("free")}</p>}
      {person && isOver && <p>{t("personOver", { person })}</p>}
      {person && !isOver && (
        <p>{t.rich(holder.isUsing ? "personUses" : "personsTurn", { person, time })}</p>
      )}
    </div>
  );
}
