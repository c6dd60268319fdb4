/** The usage table as a file for spreadsheets. */
import type { CsvRow } from "@/lib/csv";
import { computingTime, meanWait, shareOf } from "@/lib/domain/usage";
import { HOUR } from "@/lib/domain/words";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { UsageReport, UsageRow } from "./views";

type Value = string | number | null;
type Column = readonly [head: string, value: (row: UsageRow) => Value];

/** To less than a second, so that sums of rows stay what they are. */
const rounded = (value: number | null) => value && Number(value.toFixed(4));
const hours = (milliseconds: number | null) => rounded(milliseconds && milliseconds / HOUR);

/** Name, heads and rows of the file. Numbers are plain: hours and percent, with a decimal point. */
export function usageFile(report: UsageReport, locale: Locale, isAdmin: boolean) {
  const t = translator(locale, "usage");
  const { by, days } = report;
  const columns: Column[] = [[t(`row.${by}`), ({ name }) => name]];
  if (by === "gpu") columns.push([t("file.gpuName"), ({ detail }) => detail]);
  if (by === "user") columns.push([t("row.lab"), ({ detail }) => detail]);
  columns.push([t("file.held"), ({ held }) => hours(held)]);
  if (!isAdmin && !report.person) columns.push([t("file.own"), ({ own }) => hours(own)]);
  columns.push(
    [t("file.computing"), (row) => hours(computingTime(row))],
    [t("file.measured"), ({ measured }) => hours(measured)],
    [t("file.calendar"), ({ calendar }) => hours(calendar)],
    [
      t("file.share"),
      ({ held, calendar }) => {
        const share = shareOf(held, calendar);
        return rounded(share && 100 * share);
      },
    ],
    [t("columns.uses"), ({ uses }) => uses],
    [t("columns.expired"), ({ expired }) => expired],
    [t("file.turns"), ({ turns }) => turns],
    [t("file.wait"), (row) => hours(meanWait(row))],
  );
  return {
    name: `gpusched-usage-by-${by}-${days.from}-to-${days.to}`,
    columns: columns.map(([head]) => head),
    rows: report.rows.map(
      (row): CsvRow => Object.fromEntries(columns.map(([head, value]) => [head, value(row)])),
    ),
  };
}
