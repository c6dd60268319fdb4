/** Carries the path of a request to the pages; set by proxy.ts. */
export const PATH_HEADER = "x-gpusched-path";

const ANYWHERE = "http://portal.invalid";

/**
 * A path on this portal, safe to redirect to; `otherwise` for anything that could lead elsewhere. Browsers
 * read "//host", "/\host" and paths with control characters as other hosts, so the answer is what
 * a URL parser, which reads them the same way, makes of it.
 */
export function localPath(wanted: unknown, otherwise = "/"): string {
  if (typeof wanted !== "string" || !wanted.startsWith("/") || wanted.length > 2_000)
    return otherwise;
  if (!URL.canParse(wanted, ANYWHERE)) return otherwise;
  const { origin, pathname, search, hash } = new URL(wanted, ANYWHERE);
  if (origin !== ANYWHERE || pathname.startsWith("//")) return otherwise;
  return `${pathname}${search}${hash}`;
}
