import type { IncomingMessage } from "node:http";
import { LOCAL_HEADER } from "../../lib/web/insider";

/** What a proxy adds to a request that it passes on. */
const PROXIES_ADD = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];

/** What a program calls this machine; a proxy that adds nothing passes on the portal's name instead. */
const OWN_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

const isLoopback = (address = ""): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

/**
 * Marks what a program on this machine asks by itself, and unmarks everything else. A request that
 * a proxy passed on comes from this machine too, but its visitor does not, whether or not we were
 * told of the proxy. nginx that is told nothing else names us as a program would, but speaks HTTP/1.0,
 * which programs do no more. To be called before the headers are settled.
 */
export function markLocal({ headers, httpVersion, socket }: IncomingMessage): void {
  const isPassedOn =
    PROXIES_ADD.some((name) => name in headers) ||
    !OWN_NAME.test(headers.host ?? "") ||
    httpVersion === "1.0";
  if (isLoopback(socket.remoteAddress) && !isPassedOn) headers[LOCAL_HEADER] = "1";
  else delete headers[LOCAL_HEADER];
}
