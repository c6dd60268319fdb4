import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { LocalTime } from "@/components/ui/local-time";
import type { LiveReservation } from "@/lib/reservations/views";
import { deadlineTags } from "./deadline";

/** Where a live reservation stands, in a sentence; the same words on every page. */
export async function LiveState({ live }: { live: LiveReservation }) {
  const t = await getTranslations("reservation.live");
  const { status, deadline, isOver, expectation, obstacle } = live;
  if (deadline !== null) {
    const isUse = status === "ACTIVE";
    if (isOver) return isUse ? t("ending") : t("passingOn");
    return t.rich(isUse ? "inUse" : "claim", deadlineTags(deadline));
  }
  if (obstacle) return t(`obstacle.${obstacle}`, { fault: await faultWords(live.gpu.fault) });
  if (!expectation || expectation.startsAt === null) return null;
  const { startsAt } = expectation;
  return t.rich("expected", { time: () => <LocalTime at={startsAt} /> });
}
