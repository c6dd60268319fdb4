/** Which route answers an address, as Next wrote it down when the pages were built. */
import { readFileSync } from "node:fs";
import { z } from "zod";

const route = z.object({ page: z.string(), regex: z.string() });
const manifest = z.object({ staticRoutes: z.array(route), dynamicRoutes: z.array(route) });

const OTHER = "other";
const ASSETS = "/_next/*";

/**
 * Makes what names the route of an address: a pattern such as "/gpus/[id]", of which there are as
 * many as pages. Without a manifest, as while developing, everything is "other".
 */
export function routesIn(file: string): (url: string) => string {
  const routes = patternsIn(file);
  return (url) => {
    const [path = ""] = url.split("?");
    if (path.startsWith("/_next/")) return ASSETS;
    return routes.find(({ pattern }) => pattern.test(path))?.page ?? OTHER;
  };
}

function patternsIn(file: string) {
  try {
    const { staticRoutes, dynamicRoutes } = manifest.parse(JSON.parse(readFileSync(file, "utf8")));
    return [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({
      page,
      pattern: new RegExp(regex),
    }));
  } catch {
    return [];
  }
}
