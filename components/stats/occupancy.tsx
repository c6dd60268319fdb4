import { useLocale, useTranslations } from "next-intl";
import type { Usage } from "@/lib/domain/usage";
import { DAY, MINUTE } from "@/lib/domain/words";
import { formatDuration } from "@/lib/i18n/format";
import type { Grid } from "@/lib/stats/views";

type Props = { grid: Grid; usage: Pick<Usage, "held" | "measured" | "computing"> };

/** How much of the time in which somebody held the GPU it computed, in a sentence. */
export function Occupancy({ grid, usage }: Props) {
  const t = useTranslations("stats");
  const locale = useLocale();
  const { held, measured, computing } = usage;
  const days = Math.max(1, Math.round((grid.steps * grid.step) / DAY));
  const text = (span: number) => (span < MINUTE ? t("nothing") : formatDuration(span, locale));
  const times = {
    days,
    reserved: text(held),
    computing: text(computing),
    idle: text(measured - computing),
    unknown: text(held - measured),
  };
  if (held === 0) return t("occupancy.none", { days });
  if (measured < MINUTE) return t("occupancy.unknown", times);
  const isKnown = held - measured < MINUTE;
  return isKnown ? t("occupancy.known", times) : t("occupancy.partlyKnown", times);
}
