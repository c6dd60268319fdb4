import type { IncomingMessage } from "node:http";
import { LOCAL_HEADER } from "../../lib/web/insider";

/** What a proxy adds to a request that it passes on. */
const PROXIES_ADD = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

const isLoopback = (address = ""): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/**
 * Marks what a program on this machine asks by itself, and unmarks everything else. A request that
 * a proxy passed on comes from this machine too, but its visitor does not, whether or not we were
 * told of the proxy. To be called before the headers are settled.
 */
export function markLocal({ headers, socket }: IncomingMessage): void {
  const isPassedOn = PROXIES_ADD.some((name) => name in headers);
  if (isLoopback(socket.remoteAddress) && !isPassedOn) headers[LOCAL_HEADER] = "1";
  else delete headers[LOCAL_HEADER];
}
