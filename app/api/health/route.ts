import { within } from "@/lib/watch/bounded";
import { readHealth } from "@/lib/watch/health";
import { isInsider } from "@/lib/web/insider";
import { currentUser } from "@/lib/web/session";
import { statusAnswer } from "@/lib/web/status-answer";

const LONGEST_MS = 2_000;

/**
 * Whether the portal does what it promises: 200, else 503. A visitor is told no more; how each part
 * is hears an administrator, a program on this machine, and who sends METRICS_TOKEN.
 */
export async function GET(request: Request): Promise<Response> {
  const health = await readHealth();
  // Only a database that answers knows who an administrator is; it may hang since it did.
  const isAdmin = async () => health.database.ok && (await currentUser())?.isAdmin === true;
  const mayKnow = isInsider(request) || (await within(LONGEST_MS, isAdmin()).catch(() => false));
  return statusAnswer(health.ok, mayKnow ? health : {});
}
