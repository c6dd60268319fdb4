import type { Server } from "node:http";

const LONGEST_MS = 8_000;

/** Takes no new requests, and waits for those in progress; what takes longer is cut off. */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // `close` cuts idle connections once; these become idle later, when they have been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), LONGEST_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(patience);
}
