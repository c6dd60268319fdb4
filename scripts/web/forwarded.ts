/** Where a request comes from and what it asked for, as the rest of the portal may believe it. */
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Writes the X-Forwarded-* headers anew. Whose request it is, is told by the connection, or behind
 * one reverse proxy (TRUST_PROXY=1) by the last entry of X-Forwarded-For: everything before it came
 * from the visitor, who may have invented it.
 *
 * The others no proxy may set. Next compares the Origin of an action with the host, which is Host.
 * For a redirect after an action it asks itself, on our own port, which speaks plain HTTP also
 * where people use HTTPS.
 */
export function settleForwarded(request: IncomingMessage, trustProxy: boolean): void {
  const { headers, socket } = request;
  const told = trustProxy ? lastEntry(headers["x-forwarded-for"]) : "";
  headers["x-forwarded-for"] = isIP(told) ? told : plainAddress(socket.remoteAddress);
  headers["x-forwarded-proto"] = "http";
  headers["x-forwarded-host"] = headers.host;
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
