import { now } from "@/lib/clock";
import { outageOf } from "@/lib/outage";

const outage = outageOf("reaching the database");

/** Whether pages can be served: the portal answers, and the database answers the portal. */
export async function GET(): Promise<Response> {
  try {
    await now();
    outage.ended();
    return new Response(null, { status: 204 });
  } catch (error) {
    outage.began(error);
    return new Response(null, { status: 503 });
  }
}
