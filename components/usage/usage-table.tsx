import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { computingShare, computingTime, meanWait, shareOf } from "@/lib/domain/usage";
import { HOUR } from "@/lib/domain/words";
import { formatDuration, formatHours, formatMonth, formatPercent } from "@/lib/i18n/format";
import type { UsageRow as Row, UsageReport } from "@/lib/usage/views";
import { type Column, DataTable } from "../ui/data-table";
import { parameter, type Query, withQuery } from "../ui/query";
import { detailsOfRow } from "./row-link";
import { UsageBar } from "./usage-bar";

type Props = {
  /** Those of this page of the table. */
  rows: readonly Row[];
  report: UsageReport;
  query: Query;
  isAdmin: boolean;
};

const hours = (milliseconds: number | null) => milliseconds && milliseconds / HOUR;
const percent = (share: number | null) => formatPercent(share && 100 * share);

/** A link that sorts by a column: numbers the greatest first, then the other way round. */
function sortBy(query: Query, name: string, isText: boolean, standard: string) {
  const now = parameter(query, "sort") || standard;
  const [first, second] = isText ? [name, `-${name}`] : [`-${name}`, name];
  const href = withQuery(query, { sort: now === first ? second : first, page: undefined });
  const isHere = now === name || now === `-${name}`;
  const order = now.startsWith("-") ? ("descending" as const) : ("ascending" as const);
  return { href, order: isHere ? order : undefined };
}

/** The numbers of the report, a row for each GPU, person, lab or month, and what they come to. */
export function UsageTable({ rows, report, query, isAdmin }: Props) {
  const t = useTranslations("usage");
  const locale = useLocale();
  const { by, total } = report;
  const most = Math.max(...report.rows.map(({ held }) => held));
  const standard = by === "month" ? "-name" : "-held";
  const sort = (name: string) => sortBy(query, name, name === "name" && by !== "month", standard);
  const number = new Intl.NumberFormat(locale);
  const time = (milliseconds: number | null) => (
    <span className="nowrap">{formatHours(hours(milliseconds), locale)}</span>
  );

  function nameOf(row: Row) {
    if (row.key === "") return t("total");
    const name = by === "month" ? formatMonth(row.name, locale) : row.name;
    return (
      <span className={by === "gpu" ? "xl:whitespace-nowrap" : ""}>
        <Link
          href={detailsOfRow(row, report, query, isAdmin)}
          prefetch={false}
          scroll={false}
          className="hover:underline"
        >
          {name}
        </Link>{" "}
        <span className="inline-block max-w-full text-muted">{row.detail}</span>
      </span>
    );
  }

  const columns: Column<Row>[] = [
    { label: t(`row.${by}`), cell: nameOf, sort: sort("name") },
    {
      label: t("columns.bar"),
      cell: (row) => row.key !== "" && <UsageBar usage={row} most={most} />,
    },
    { label: t("columns.held"), numeric: true, sort: sort("held"), cell: ({ held }) => time(held) },
  ];
  if (!isAdmin && !report.person) {
    const own = ({ own }: Row) => time(own);
    columns.push({ label: t("columns.own"), numeric: true, sort: sort("own"), cell: own });
  }
  columns.push(
    {
      label: t("columns.computing"),
      numeric: true,
      sort: sort("computing"),
      cell: (row) => (
        <>
          {time(computingTime(row))}{" "}
          {row.measured > 0 && (
            <span className="text-muted">
              {t("ofHeld", { share: percent(computingShare(row)) })}
            </span>
          )}
        </>
      ),
    },
    {
      label: t("columns.share"),
      numeric: true,
      sort: sort("share"),
      cell: ({ held, calendar }) => percent(shareOf(held, calendar)),
    },
    {
      label: t("columns.uses"),
      numeric: true,
      sort: sort("uses"),
      cell: ({ uses }) => number.format(uses),
    },
    {
      label: t("columns.expired"),
      numeric: true,
      sort: sort("expired"),
      cell: ({ expired }) => number.format(expired),
    },
    {
      label: t("columns.wait"),
      numeric: true,
      sort: sort("wait"),
      cell: (row) => <span className="nowrap">{formatDuration(meanWait(row), locale)}</span>,
    },
  );
  return (
    <DataTable
      caption={t("title")}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      total={total}
    />
  );
}
