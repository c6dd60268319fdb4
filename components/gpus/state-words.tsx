import { getTranslations } from "next-intl/server";
import { LocalTime } from "@/components/ui/local-time";
import type { Queue } from "@/lib/reservations/views";
import { faultWords } from "./fault-words";

/** The state of a GPU in a few words: "until 16:40, then 2 waiting". */
export async function StateWords({ queue }: { queue: Queue }) {
  const t = await getTranslations("gpu.words");
  const { gpu, condition, holder, waiters, now } = queue;
  const then = waiters.length > 0 ? t("then", { count: waiters.length }) : "";
  const time = (at: number) => ({ then, time: () => <LocalTime at={at} absolute /> });
  switch (condition) {
    case "free":
      return t("free");
    case "fault":
      return t("fault", { fault: await faultWords(gpu.fault), then });
    case "maintenance":
    case "disabled":
      return t(`out.${condition}`, { then });
    default:
      if (!holder || holder.until <= now) return t("passingOn", { then });
      return t.rich(holder.isUsing ? "until" : "turn", time(holder.until));
  }
}
