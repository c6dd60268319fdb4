import { getTranslations } from "next-intl/server";
import { timeView } from "@/lib/i18n/time-view";
import type { Reading } from "@/lib/stats/views";
import { LiveReading } from "./live-reading";
import { TIME_SLOT } from "./reading-words";

type Props = { gpuId: number; reading: Reading | undefined };

/** All that a GPU tells of now. */
export async function CurrentNumbers({ gpuId, reading }: Props) {
  const t = await getTranslations("stats");
  const names = {
    temperature: t("name.temperature"),
    load: t("name.load"),
    memoryLoad: t("name.memoryLoad"),
    memoryUsed: t("name.memoryUsed"),
  };
  return (
    <LiveReading
      gpuId={gpuId}
      initial={reading ?? null}
      words={{ names, tooHot: t("tooHot"), silent: t("silent", { time: TIME_SLOT }) }}
      view={await timeView()}
      className="flex flex-wrap gap-x-8 gap-y-1"
    />
  );
}
