import { readFeed } from "@/lib/calendar/queries";

type Context = { params: Promise<{ address: string }> };

/** Somebody's calendar, for whoever knows its address; any other address is not there. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const calendar = await readFeed((await params).address);
  const headers = { "Cache-Control": "private, max-age=60", "X-Robots-Tag": "noindex" };
  if (calendar === null) return new Response(null, { status: 404, headers });
  return new Response(calendar, {
    headers: {
      ...headers,
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": 'inline; filename="gpusched.ics"',
    },
  });
}
