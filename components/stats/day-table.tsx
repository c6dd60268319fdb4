import { getTranslations } from "next-intl/server";
import {
  formatClock,
  formatDate,
  formatDuration,
  type TimeView,
  withZone,
} from "@/lib/i18n/format";
import type { GpuChart } from "@/lib/stats/views";
import { holdersIn } from "./holders";
import { formatMeasure } from "./measure";

type Props = {
  chart: GpuChart;
  /** Numbers of the steps to list. */
  steps: readonly number[];
  view: TimeView;
};

const COLUMNS = ["load", "temperature", "memoryLoad", "memoryUsed"] as const;

/** The numbers of a day's charts, one row for each point. */
export async function DayTable({ chart, steps, view }: Props) {
  const t = await getTranslations("stats");
  const tName = await getTranslations("stats.name");
  const { grid, series, uses } = chart;
  const words = { nobody: "–", you: t("you") };
  const startOf = (index: number) => grid.from + index * grid.step;
  const first = startOf(steps[0] ?? 0);
  const day = formatDate(first, view);
  const caption = t("table.caption", { day, interval: formatDuration(grid.step, view.locale) });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section aria-label={caption} tabIndex={0} className="card-box overflow-x-auto">
      <table className="number-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{withZone(t("table.time"), first, view)}</th>
            {COLUMNS.map((measure) => (
              <th key={measure} scope="col" data-numeric>
                {tName(measure)}
              </th>
            ))}
            <th scope="col">{t("table.holder")}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((index) => {
            const [from, to] = [startOf(index), startOf(index + 1)];
            return (
              <tr key={index}>
                <th scope="row">
                  <time dateTime={new Date(from).toISOString()}>
                    {formatClock(from, view.timeZone)}–{formatClock(to, view.timeZone)}
                  </time>
                </th>
                {COLUMNS.map((measure) => (
                  <td key={measure} data-numeric>
                    {formatMeasure(measure, series[measure][index] ?? null, view.locale)}
                  </td>
                ))}
                <td>{holdersIn({ from, to }, uses, words)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
