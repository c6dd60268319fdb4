import { CONTENT_TYPE, metricsText } from "@/lib/watch/metrics";
import { isInsider } from "@/lib/web/insider";

/** For Prometheus on this machine, or with METRICS_TOKEN. */
export async function GET(request: Request): Promise<Response> {
  const headers = { "Cache-Control": "private, no-store" };
  if (!isInsider(request)) {
    return new Response(null, {
      status: 401,
      headers: { ...headers, "WWW-Authenticate": "Bearer" },
    });
  }
  return new Response(await metricsText(), {
    headers: { ...headers, "Content-Type": CONTENT_TYPE },
  });
}
