import { ChevronLeft, ChevronRight } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { dayOf, formatDate } from "@/lib/i18n/format";
import { timeView } from "@/lib/i18n/time-view";
import type { GpuChart, Grid } from "@/lib/stats/views";
import { parameter, type Query, withQuery } from "../ui/query";
import { DayTable } from "./day-table";

type WayProps = { query: Query; day: string | undefined; label: string; Icon: typeof ChevronLeft };

/** A way to another day; nothing where there is none. */
function Way({ query, day, label, Icon }: WayProps) {
  if (!day) return null;
  return (
    <Link
      href={withQuery(query, { day })}
      prefetch={false}
      scroll={false}
      className="btn btn-square btn-sm"
      aria-label={label}
    >
      <Icon aria-hidden className="size-4" />
    </Link>
  );
}

/** The numbers of the steps that begin on each day of a zone. */
function byDay({ from, step, steps }: Grid, timeZone: string): Map<string, number[]> {
  const days = new Map<string, number[]>();
  for (let index = 0; index < steps; index += 1) {
    const day = dayOf(from + index * step, timeZone);
    const known = days.get(day);
    if (known) known.push(index);
    else days.set(day, [index]);
  }
  return days;
}

/** The charts' numbers in words, a day of the reader's at a time, chosen in the URL's `day`. */
export async function TableView({ chart, query }: { chart: GpuChart; query: Query }) {
  const t = await getTranslations("stats.table");
  const view = await timeView();
  const { from, step } = chart.grid;
  const stepsByDay = byDay(chart.grid, view.timeZone);
  const days = [...stepsByDay.keys()];
  const wanted = days.indexOf(parameter(query, "day"));
  const at = wanted < 0 ? days.length - 1 : wanted;
  const rows = stepsByDay.get(days[at] ?? "") ?? [];
  const isTold = rows.some((index) =>
    Object.values(chart.series).some((values) => (values[index] ?? null) !== null),
  );
  return (
    <>
      <nav aria-label={t("label")} className="mb-3 flex items-center gap-3">
        <Way query={query} day={days[at - 1]} label={t("previous")} Icon={ChevronLeft} />
        <strong>{formatDate(from + (rows[0] ?? 0) * step, view)}</strong>
        <Way query={query} day={days[at + 1]} label={t("next")} Icon={ChevronRight} />
      </nav>
      {isTold ? (
        <DayTable chart={chart} steps={rows} view={view} />
      ) : (
        <p className="text-muted">{t("noneThisDay")}</p>
      )}
    </>
  );
}
