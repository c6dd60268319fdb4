/** Ports of this machine. */
import { createServer } from "node:net";

/**
 * Takes a port for a moment; 0 means any. Returns its number.
 * @throws the system's error (code EADDRINUSE and others) when it cannot be taken
 */
export function tryPort(port: number, host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}

/** A port of 127.0.0.1 that nobody uses now: `wanted` when that one is free. */
export function freePort(wanted = 0): Promise<number> {
  return tryPort(wanted).catch(() => tryPort(0));
}
