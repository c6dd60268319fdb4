/** Ports of this machine. */
import { createServer } from "node:net";

/** Whether nobody listens on the port, and we may. @throws the system's error, code EADDRINUSE and others. */
export function tryPort(port: number, host: string): Promise<number> {
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
  return tryPort(wanted, "127.0.0.1").catch((error) => {
    if (wanted === 0) throw error;
    return tryPort(0, "127.0.0.1");
  });
}
