"use client";

import { memo } from "react";
import { Line, LineChart, Tooltip, XAxis, YAxis } from "recharts";
import { isLone } from "@/lib/domain/series";
import type { TimeView } from "@/lib/i18n/format";
import { formatTick, ticksOf } from "@/lib/i18n/time-axis";
import type { GpuChart, Measure } from "@/lib/stats/views";
import { GridLines, LimitLine } from "./chart-lines";
import { scaleOf } from "./chart-scale";
import { ChartTooltip } from "./chart-tooltip";
import type { ChartWords } from "./chart-words";
import { HolderBands } from "./holder-bands";
import { formatMeasure } from "./measure";

const INK = "var(--color-base-content)";
const MUTED = "var(--ink-muted)";
const TICK = { fill: MUTED, fontSize: 12 };
const MOST_TICKS = { wide: 14, narrow: 7 };

export type ChartProps = {
  measure: Measure;
  chart: GpuChart;
  view: TimeView;
  words: ChartWords;
};

/** One measure over time. Hovering one chart of a page hovers them all. */
export const Chart = memo(function Chart({ measure, chart, view, words }: ChartProps) {
  const { from, step, steps } = chart.grid;
  const to = from + steps * step;
  const values = chart.series[measure];
  const points = values.map((value, index) => ({ at: from + (index + 0.5) * step, value }));
  const { domain, ticks } = scaleOf(measure, chart);
  const mostTicks = measure === "load" ? MOST_TICKS.wide : MOST_TICKS.narrow;
  return (
    <LineChart
      responsive
      data={points}
      syncId="gpu"
      aria-label={words.names[measure]}
      margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
      style={{ width: "100%", height: "100%" }}
    >
      <GridLines at={ticks} />
      {measure === "load" && <HolderBands chart={chart} you={words.you} />}
      <XAxis
        dataKey="at"
        height={24}
        type="number"
        domain={[from, to]}
        ticks={ticksOf(from, to, view.timeZone, mostTicks)}
        tickFormatter={(at) => formatTick(at, view)}
        tick={TICK}
        tickLine={{ stroke: MUTED }}
        axisLine={{ stroke: MUTED }}
      />
      <YAxis
        domain={domain}
        ticks={ticks}
        tickFormatter={(value) => formatMeasure(measure, value, view.locale)}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width={measure === "memoryUsed" ? 76 : 48}
      />
      {measure === "temperature" && <LimitLine at={chart.temperatureLimit} label={words.limit} />}
      <Tooltip
        isAnimationActive={false}
        filterNull={false}
        cursor={{ stroke: MUTED }}
        content={({ active, activeIndex }) =>
          active && activeIndex !== undefined && activeIndex !== null ? (
            <ChartTooltip {...{ measure, chart, view, words }} index={Number(activeIndex)} />
          ) : null
        }
      />
      <Line
        dataKey="value"
        type="linear"
        stroke={INK}
        strokeWidth={1.5}
        connectNulls={false}
        isAnimationActive={false}
        activeDot={{ r: 3.5, fill: INK, stroke: "var(--color-base-100)" }}
        dot={({ cx, cy, index }) =>
          isLone(values, index) ? (
            <circle key={index} cx={cx} cy={cy} r="2" fill={INK} />
          ) : (
            <g key={index} />
          )
        }
      />
    </LineChart>
  );
});
