/** What the URL of a page says after "?", as Next gives it to pages. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The first value of a parameter, trimmed; "" when there is none. */
export function parameter(query: Query, name: string): string {
  const value = query[name];
  return (typeof value === "string" ? value : (value?.[0] ?? "")).trim();
}

/** The same page with some parameters changed; "" and undefined take one away. */
export function withQuery(
  query: Query,
  changes: Readonly<Record<string, string | number | undefined>>,
): string {
  const merged = new URLSearchParams();
  for (const name of new Set([...Object.keys(query), ...Object.keys(changes)])) {
    const value = name in changes ? String(changes[name] ?? "") : parameter(query, name);
    if (value) merged.set(name, value);
  }
  return `?${merged}`;
}
