import { hub } from "@/lib/live/hub";
import { currentUser } from "@/lib/web/session";
import { readSessionCookie } from "@/lib/web/session-cookie";

const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  // Neither kept back by a compression nor by nginx.
  "Cache-Control": "no-cache, no-transform",
  "X-Accel-Buffering": "no",
};

/** Tells an open page what changes in what its user sees, for as long as the session lives. */
export async function GET(request: Request): Promise<Response> {
  const session = await readSessionCookie();
  if (!session || !(await currentUser())) return new Response(null, { status: 401 });
  return new Response(hub().open(session, request.signal), { headers: HEADERS });
}
