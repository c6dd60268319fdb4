import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { REQUEST_ID } from "../../lib/request-id";

/**
 * Names a request, or behind one reverse proxy (TRUST_PROXY=1) takes the name that the proxy gave
 * it. What a visitor calls it never counts, nor does what does not look like a name.
 */
export function nameRequest({ headers }: IncomingMessage, trustProxy: boolean): string {
  const told = trustProxy ? String(headers["x-request-id"] ?? "") : "";
  const id = REQUEST_ID.test(told) ? told : randomUUID().replaceAll("-", "");
  headers["x-request-id"] = id;
  return id;
}

/**
 * Writes a request's name into its answer, at the last moment: for a redirect after an action Next
 * asks itself, and copies what that other answer says of its request.
 */
export function tellName(response: ServerResponse, id: string): void {
  const writeHead = response.writeHead.bind(response);
  response.writeHead = ((...head: Parameters<typeof writeHead>) => {
    response.setHeader("X-Request-Id", id);
    return writeHead(...head);
  }) as typeof response.writeHead;
}
