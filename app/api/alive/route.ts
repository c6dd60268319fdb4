import { now } from "@/lib/clock";
import { log } from "@/lib/log";

/** Whether pages can be served: the portal answers, and the database answers the portal. */
export async function GET(): Promise<Response> {
  try {
    await now();
    return new Response(null, { status: 204 });
  } catch (error) {
    log.warn({ error }, "the database does not answer");
    return new Response(null, { status: 503 });
  }
}
