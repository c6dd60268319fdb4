import { type CurrentUser, currentUser } from "./session";

/**
 * Answers a page's script with what `read` finds for whoever is logged in, for nobody else to keep:
 * 401 when nobody is, 404 when it finds null.
 */
export async function answerUser(
  read: (viewer: CurrentUser) => Promise<object | null>,
): Promise<Response> {
  const headers = { "Cache-Control": "private, no-store" };
  const viewer = await currentUser();
  if (!viewer) return new Response(null, { status: 401, headers });
  const found = await read(viewer);
  if (found === null) return new Response(null, { status: 404, headers });
  return Response.json(found, { headers });
}
