import { isReady } from "@/lib/watch/ready";
import { statusAnswer } from "@/lib/web/status-answer";

/** Whether this web process can serve pages: the database answers it. */
export async function GET(): Promise<Response> {
  return statusAnswer(await isReady());
}
