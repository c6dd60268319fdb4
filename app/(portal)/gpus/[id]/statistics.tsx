import { getTranslations } from "next-intl/server";
import { Charts } from "@/components/stats/charts";
import { Occupancy } from "@/components/stats/occupancy";
import { TableView } from "@/components/stats/table-view";
import { ViewSwitch } from "@/components/stats/view-switch";
import { EmptyState } from "@/components/ui/empty-state";
import { parameter, type Query } from "@/components/ui/query";
import type { Viewer } from "@/lib/domain/permissions";
import type { GpuChart } from "@/lib/stats/views";
import { usageOfGpu } from "@/lib/usage/queries-gpu";

type Props = { gpuId: number; viewer: Viewer; chart: GpuChart; query: Query };

/** What the GPU did in the last days, as charts or as a table. */
export async function Statistics({ gpuId, viewer, chart, query }: Props) {
  const t = await getTranslations("stats");
  const isTable = parameter(query, "view") === "table";
  const isEmpty = Object.values(chart.series)
    .flat()
    .every((value) => value === null);
  return (
    <section aria-labelledby="statistics" className="mt-10">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 id="statistics" className="font-semibold text-lg">
          {t("title")}
        </h2>
        {!isEmpty && <ViewSwitch query={query} isTable={isTable} />}
      </div>
      {isEmpty ? (
        <EmptyState title={t("empty")}>{t("emptyHelp")}</EmptyState>
      ) : (
        <>
          <p className="mb-3 text-muted">
            <Occupancy grid={chart.grid} usage={await usageOfGpu(viewer, gpuId, chart.grid.from)} />
          </p>
          {isTable ? (
            <TableView chart={chart} query={query} />
          ) : (
            <Charts gpuId={gpuId} chart={chart} />
          )}
        </>
      )}
    </section>
  );
}
