import { type CsvRow, csvOf, csvResponse } from "../csv";
import { type CurrentUser, currentUser } from "./session";

type Query = Readonly<Record<string, readonly string[]>>;

/** A file: its name (ASCII, without its ending), the heads of its columns, its rows. */
export type TableFile = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
};

/** What the URL of a request says after "?", as Next gives it to pages. */
export function queryOf(request: Request): Query {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...searchParams.keys()].map((name) => [name, searchParams.getAll(name)]),
  );
}

/**
 * Answers an administrator with a table as a file, by what the URL asks for. For everybody else
 * there is no such address.
 */
export async function answerWithFile(
  request: Request,
  read: (query: Query, viewer: CurrentUser) => Promise<TableFile>,
): Promise<Response> {
  const headers = { "Cache-Control": "private, no-store" };
  const viewer = await currentUser();
  if (!viewer) return new Response(null, { status: 401, headers });
  if (!viewer.isAdmin) return new Response(null, { status: 404, headers });
  const { name, columns, rows } = await read(queryOf(request), viewer);
  return csvResponse(name, csvOf(rows, columns));
}

/** The file of these rows. */
export function tableFile<Row>(
  name: string,
  rows: readonly Row[],
  columns: readonly (readonly [head: string, value: (row: Row) => CsvRow[string]])[],
): TableFile {
  return {
    name,
    columns: columns.map(([head]) => head),
    rows: rows.map((row) => Object.fromEntries(columns.map(([head, value]) => [head, value(row)]))),
  };
}
