/** Keeps floods of reports from Next, which would have no time left for people's pages. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** From one address: as many as of a thousand servers behind it. */
const MOST_PER_SECOND = 100;

/** Whether a request is a report, however its path is written: "/x/../api/ingest" leads there too. */
function isReport(url = ""): boolean {
  const base = "http://portal";
  return URL.canParse(url, base) && new URL(url, base).pathname.startsWith("/api/ingest");
}

/** Makes what answers reports beyond that; it returns whether it did. */
export function floodGuard() {
  const counts = new Map<string, number>();
  let second = 0;
  return ({ url, headers }: IncomingMessage, response: ServerResponse): boolean => {
    if (!isReport(url)) return false;
    const now = Math.floor(performance.now() / 1_000);
    if (now !== second) counts.clear();
    second = now;
    const address = String(headers["x-forwarded-for"]);
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    if (count <= MOST_PER_SECOND) return false;
    response.writeHead(429, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "1" });
    response.end("Too many reports; slow down.\n");
    return true;
  };
}
