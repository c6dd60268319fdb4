/** Where a request comes from and what it asked for, as the rest of the portal may believe it. */
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Writes the X-Forwarded-* headers anew. Directly on the network they say what this connection is.
 * Behind one reverse proxy (TRUST_PROXY=1) they say what that proxy saw: the last entry of each,
 * since everything before it came from the visitor, who may have invented it.
 */
export function settleForwarded(request: IncomingMessage, trustProxy: boolean): void {
  const { headers, socket } = request;
  const told = (name: string) => (trustProxy ? lastEntry(headers[name]) : "");
  const address = told("x-forwarded-for");
  const host = told("x-forwarded-host") || headers.host;
  headers["x-forwarded-for"] = isIP(address) ? address : plainAddress(socket.remoteAddress);
  headers["x-forwarded-proto"] = told("x-forwarded-proto") === "https" ? "https" : "http";
  headers["x-forwarded-host"] = host;
  delete headers["x-forwarded-port"];
}

function lastEntry(header: string | string[] | undefined): string {
  return (
    String(header ?? "")
      .split(",")
      .at(-1)
      ?.trim() ?? ""
  );
}

/** An IPv4 address, also where the system writes it as an IPv6 one. */
const plainAddress = (address = ""): string => address.replace(/^::ffff:/, "");
