import { stringify } from "csv-stringify/sync";

/** One row of a file: the name of a column to its value; null for no data. */
export type CsvRow = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A CSV file (RFC 4180) that spreadsheets read as it is meant: with a byte order mark, without
 * which Excel takes Chinese for something else, and with nothing that it would run as a formula.
 */
export function csvOf(rows: readonly CsvRow[], columns: readonly string[]): string {
  return stringify([...rows], {
    bom: true,
    header: true,
    columns: [...columns],
    record_delimiter: "windows",
    escape_formulas: true,
    quoted_match: /[\r\n]/,
    cast: { boolean: (value) => (value ? "true" : "false") },
  });
}

/** The answer to a request for a file. `name` is ASCII, without its ending. */
export function csvResponse(name: string, text: string): Response {
  return new Response(text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${name}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
