import { formatClock, formatDate, type TimeView } from "@/lib/i18n/format";
import type { GpuChart, Measure } from "@/lib/stats/views";
import type { ChartWords } from "./chart-words";
import { holdersIn } from "./holders";
import { formatMeasure } from "./measure";

type Props = {
  measure: Measure;
  chart: GpuChart;
  /** Number of the step. */
  index: number;
  view: TimeView;
  words: ChartWords;
};

/** What stands beside the pointer: when, how much, and who held the card. */
export function ChartTooltip({ measure, chart, index, view, words }: Props) {
  const { grid, series, uses } = chart;
  const from = grid.from + index * grid.step;
  const to = from + grid.step;
  const clock = (at: number) => formatClock(at, view.timeZone);
  const value = formatMeasure(measure, series[measure][index] ?? null, view.locale);
  return (
    <div className="rounded-field border border-base-300 bg-base-100 px-3 py-2 text-sm leading-snug shadow-lg">
      <p className="pointed-chart nowrap text-muted">
        {formatDate(from, view)} {clock(from)}–{clock(to)}
      </p>
      <p className="nowrap">
        <span className="pointed-chart">{words.names[measure]}</span> <strong>{value}</strong>
      </p>
      <p className="pointed-chart max-w-56">{holdersIn({ from, to }, uses, words)}</p>
    </div>
  );
}
