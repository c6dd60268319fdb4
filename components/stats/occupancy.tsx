import { getTranslations } from "next-intl/server";
import { occupancyOf } from "@/lib/domain/computing";
import { DAY, MINUTE } from "@/lib/domain/words";
import { formatDuration } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { GpuChart } from "@/lib/stats/views";

/** How much of the time in which somebody held the GPU it computed, in a sentence. */
export async function Occupancy({ chart }: { chart: GpuChart }) {
  const t = await getTranslations("stats");
  const { locale } = await timeView();
  const { uses, grid, series } = chart;
  const { from, step, steps } = grid;
  const { reserved, computing, idle } = occupancyOf(uses, { from, step, values: series.load });
  const days = Math.max(1, Math.round((steps * step) / DAY));
  const text = (span: number) => (span < MINUTE ? t("nothing") : formatDuration(span, locale));
  const times = {
    days,
    reserved: text(reserved),
    computing: text(computing),
    idle: text(idle),
    unknown: text(reserved - computing - idle),
  };
  if (reserved === 0) return t("occupancy.none", { days });
  if (computing + idle < MINUTE) return t("occupancy.unknown", times);
  const isKnown = reserved - computing - idle < MINUTE;
  return isKnown ? t("occupancy.known", times) : t("occupancy.partlyKnown", times);
}
