/** What this web process counts of requests and of itself; of it alone, unlike all else here. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** A request that was answered, or broken off. */
export type Answered = {
  /** A route's pattern, never an address: an address may be a secret, and there are too many. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
};

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
/** Open for as long as a page is: how long says nothing of the portal. */
const STREAM = "/api/live";

function makeMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "gpusched_http_requests_total",
    help: "Requests that this web process answered, by route; 499: the visitor broke off.",
    labelNames: ["method", "route", "status"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "gpusched_http_request_duration_seconds",
    help: "How long this web process took to answer, by route.",
    labelNames: ["route"],
    buckets: [0.025, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  return { registry, requests, seconds };
}

// Kept on globalThis: the server counts, and a route of Next, which is built apart, tells.
const shared = globalThis as typeof globalThis & {
  gpuschedHttp?: ReturnType<typeof makeMetrics>;
};

function metrics(): ReturnType<typeof makeMetrics> {
  shared.gpuschedHttp ??= makeMetrics();
  return shared.gpuschedHttp;
}

/** What this process has counted so far. */
export const ownRegistry = (): Registry => metrics().registry;

/** Counts a request. */
export function countRequest({ route, method, status, seconds }: Answered): void {
  const { requests, seconds: durations } = metrics();
  const known = METHODS.has(method) ? method : "other";
  requests.inc({ method: known, route, status: String(status) });
  if (route !== STREAM) durations.observe({ route }, seconds);
}
