/** Answers 200 when it is well, else 503, in one word and whatever else may be told. */
export function statusAnswer(ok: boolean, details: object = {}): Response {
  const body = { status: ok ? "ok" : "failing", ...details };
  const headers = { "Cache-Control": "private, no-store" };
  return Response.json(body, { status: ok ? 200 : 503, headers });
}
