import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "../../lib/log";
import { countRequest } from "../../lib/watch/http";

/** nginx's word for a visitor who went away before there was an answer. */
const BROKEN_OFF = 499;

/** Asked every few seconds by whoever waits; the log is told elsewhere, once, what they are told. */
const SAYS_SO = /^\/api\/(alive|health)/;

/** Counts a request once it is answered, and logs it where the portal failed. */
export function watchAnswer(
  { method = "", url = "" }: IncomingMessage,
  response: ServerResponse,
  routeOf: (url: string) => string,
): void {
  const began = performance.now();
  // Read now: Next writes another one when it looks for the page.
  const route = routeOf(url);
  response.once("close", () => {
    const status = response.headersSent ? response.statusCode : BROKEN_OFF;
    const seconds = (performance.now() - began) / 1_000;
    countRequest({ route, method, status, seconds });
    if (status >= 500 && !SAYS_SO.test(route))
      log.warn({ method, route, status, seconds }, "a request failed");
  });
}
