import { getTranslations } from "next-intl/server";
import { faultWords } from "@/components/gpus/fault-words";
import { OutageWords } from "@/components/gpus/outages";
import { LocalTime } from "@/components/ui/local-time";
import { isFullUse } from "@/lib/domain/outlook-words";
import { timeView } from "@/lib/i18n/time-view";
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
  const startsAt = expectation?.startsAt ?? null;
  const expected =
    startsAt === null
      ? null
      : t.rich(expectation && isFullUse(expectation) ? "expected" : "likely", {
          time: () => <LocalTime at={startsAt} />,
        });
  if (!obstacle) return expected;
  const words = t(`obstacle.${obstacle}`, { fault: await faultWords(live.gpu.fault) });
  const isMaintenance = obstacle === "maintenance" || obstacle === "maintenance-ahead";
  if (!isMaintenance || !live.outage) return words;
  return (
    <>
      {words}
      <span className="block">
        <OutageWords outage={live.outage} now={(await timeView()).now} />
      </span>
      {expected && <span className="block">{expected}</span>}
    </>
  );
}
