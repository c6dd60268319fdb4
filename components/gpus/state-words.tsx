import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import { StateChip } from "@/components/ui/state-chip";
import type { Queue } from "@/lib/reservations/views";
import { faultWords } from "./fault-words";

/** What follows the name of the state: "until 16:40, then 2 waiting". */
async function Rest({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu.words");
  const { gpu, condition, holder, waiters, now } = queue;
  const isHeld = condition === "held" || condition === "turn";
  const count = waiters.length;
  const then = isHeld ? t("then", { count }) : t("waiting", { count });
  if (isHeld && (!holder || holder.until <= now)) return t("passingOn", { then });
  if (isHeld && holder) {
    const time = () => <LocalTime at={holder.until} absolute />;
    return t.rich(holder.isUsing ? "until" : "turn", { then, time });
  }
  if (condition === "fault") return t("fault", { fault: await faultWords(gpu.fault), then });
  return then;
}

/** The state of a GPU in a few words: its sign and name, and until when. */
export async function StateWords({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu.words");
  const isFree = queue.condition === "free";
  return (
    <>
      <StateChip state={queue.condition}>{isFree ? t("free") : undefined}</StateChip>{" "}
      {!isFree && <Rest queue={queue} />}
    </>
  );
}
