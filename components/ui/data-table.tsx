import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Sort } from "./sorting";

export type Column<Row> = {
  /** The head of the column, and the label of its values on a phone. */
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers are aligned at their end. */
  readonly numeric?: boolean;
  /** How much of a phone's card a value takes: half of it, unless said otherwise. */
  readonly phone?: "wide" | "narrow";
  /** A link that sorts by this column, and how it is sorted now. */
  readonly sort?: Sort;
};

type Props<Row> = {
  /** What the table lists; for screen readers. */
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** What the rows come to together, below them. */
  total?: Row;
};

const SORT_ICONS = { ascending: ArrowUp, descending: ArrowDown } as const;

function Head<Row>({ column }: { column: Column<Row> }) {
  const { label, numeric, sort } = column;
  const Icon = sort?.order ? SORT_ICONS[sort.order] : ChevronsUpDown;
  return (
    <th scope="col" aria-sort={sort?.order} data-numeric={numeric}>
      {sort ? (
        <Link href={sort.href} className="inline-flex items-center gap-1" scroll={false}>
          {label}
          <Icon aria-hidden className={`size-3.5 ${sort.order ? "text-primary" : ""}`} />
        </Link>
      ) : (
        label
      )}
    </th>
  );
}

function Cells<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <tr>
      {columns.map((column) => (
        <td
          key={column.label}
          data-label={column.label}
          data-numeric={column.numeric}
          data-phone={column.phone}
        >
          <div>{column.cell(row)}</div>
        </td>
      ))}
    </tr>
  );
}

/** A compact table with a head that stays in sight; on a phone each row is a card. */
export function DataTable<Row>({ caption, columns, rows, rowKey, total }: Props<Row>) {
  return (
    // Where it could be too wide it scrolls by itself, and its head cannot stay in sight.
    <div className="overflow-x-auto xl:overflow-visible">
      <table className="data-table">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.label} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Cells key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
        {total !== undefined && (
          <tfoot>
            <Cells row={total} columns={columns} />
          </tfoot>
        )}
      </table>
    </div>
  );
}
