import { getTranslations } from "next-intl/server";
import { extentOf } from "@/lib/domain/series";
import { formatPercent } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { Reading, Series } from "@/lib/stats/views";
import { LiveReading } from "./live-reading";
import { TIME_SLOT } from "./reading-words";
import { Sparkline } from "./sparkline";

/** What is known of a GPU's work, on its card. */
export type CardNumbers = {
  readonly reading: Reading | undefined;
  /** The means of the last day. */
  readonly lastDay: Series | undefined;
};

type Props = CardNumbers & { gpuId: number };

/** A GPU's work at a glance: three numbers of now, and the load of a day. */
export async function CardStatistics({ gpuId, reading, lastDay }: Props) {
  const t = await getTranslations("stats");
  const load = lastDay && extentOf(lastDay.load);
  const names = {
    temperature: t("name.temperature"),
    load: t("name.load"),
    memoryUsed: t("name.memory"),
  };
  return (
    <div className="grid gap-2 empty:hidden">
      <LiveReading
        gpuId={gpuId}
        initial={reading ?? null}
        words={{ names, tooHot: t("tooHot"), silent: t("silent", { time: TIME_SLOT }) }}
        view={await timeView()}
        // One row in both languages, and each number below that of the card above.
        className="grid grid-cols-[5.25rem_2.75rem_1fr] text-sm"
      />
      {load && (
        <div className="flex items-end gap-2 text-muted">
          <Sparkline
            values={lastDay.load}
            label={t("lastDay", { mean: formatPercent(load.mean), most: formatPercent(load.most) })}
          />
          <span aria-hidden className="nowrap text-xs leading-none">
            {t("lastDayShort")}
          </span>
        </div>
      )}
    </div>
  );
}
