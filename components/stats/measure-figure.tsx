import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { extentOf } from "@/lib/domain/series";
import { timeView } from "@/lib/i18n/time-view";
import type { GpuChart, Measure } from "@/lib/stats/views";
import { ChartPlace } from "./chart-loader";
import { formatMeasure } from "./measure";

type Props = {
  measure: Measure;
  chart: GpuChart;
  /** Tailwind's height of the chart itself. */
  height: string;
  /** What its colours mean. */
  children?: ReactNode;
};

/** A chart with its name and what it comes to in words. */
export async function MeasureFigure({ measure, chart, height, children }: Props) {
  const t = await getTranslations("stats");
  const tChart = await getTranslations("stats.chart");
  const { locale } = await timeView();
  const extent = extentOf(chart.series[measure]);
  const text = (value: number) => formatMeasure(measure, value, locale);
  const told = () => {
    if (extent === null) return t("noValues");
    const [least, mean, most] = [text(extent.least), text(extent.mean), text(extent.most)];
    return least === most ? most : t("extent", { least, mean, most });
  };
  return (
    <figure className="card-box min-w-0 p-4" aria-labelledby={`chart-${measure}`}>
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
        <span id={`chart-${measure}`} className="font-medium">
          {tChart(measure)}
        </span>
        {children}
        <span className="basis-full text-muted text-sm">{told()}</span>
      </figcaption>
      <ChartPlace measure={measure} height={height} />
    </figure>
  );
}
