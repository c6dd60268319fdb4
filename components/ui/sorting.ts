import { type Query, withQuery } from "./query";

/** A link that sorts a table, and how it is sorted by that column now. */
export type Sort = { readonly href: string; readonly order?: "ascending" | "descending" };

/** A link that sorts by a column, the other way round when it is sorted by it already. */
export function sortBy<Name extends string>(
  query: Query,
  name: Name,
  now: "" | Name | `-${Name}`,
): Sort {
  const href = (sort: string) => withQuery(query, { sort, page: undefined });
  if (now === name) return { href: href(`-${name}`), order: "ascending" };
  return { href: href(name), order: now === `-${name}` ? "descending" : undefined };
}
