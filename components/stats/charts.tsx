import { getTranslations } from "next-intl/server";
import { formatTemperature } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { GpuChart } from "@/lib/stats/views";
import { ChartLoader } from "./chart-loader";
import type { ChartWords } from "./chart-words";
import { LoadLegend } from "./load-legend";
import { MeasureFigure } from "./measure-figure";

/** The four charts of a GPU: its load with who held it, and below what else it told. */
export async function Charts({ gpuId, chart }: { gpuId: number; chart: GpuChart }) {
  const t = await getTranslations("stats");
  const words: ChartWords = {
    names: {
      temperature: t("name.temperature"),
      load: t("name.load"),
      memoryLoad: t("name.memoryLoad"),
      memoryUsed: t("name.memoryUsed"),
    },
    limit: t("limit", { temperature: formatTemperature(chart.temperatureLimit) }),
    nobody: t("nobody"),
    you: t("you"),
    failed: t("failed"),
    retry: t("retry"),
  };
  return (
    <ChartLoader gpuId={gpuId} view={await timeView()} words={words}>
      <noscript>
        <p className="mb-3">{t("needsScript")}</p>
      </noscript>
      <div className="grid gap-4 lg:grid-cols-3">
        <div className="min-w-0 lg:col-span-3">
          <MeasureFigure measure="load" chart={chart} height="h-64">
            {chart.uses.length > 0 && <LoadLegend />}
          </MeasureFigure>
        </div>
        <MeasureFigure measure="temperature" chart={chart} height="h-48" />
        <MeasureFigure measure="memoryLoad" chart={chart} height="h-48" />
        <MeasureFigure measure="memoryUsed" chart={chart} height="h-48" />
      </div>
    </ChartLoader>
  );
}
