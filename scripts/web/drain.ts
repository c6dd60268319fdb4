import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_MS = 8_000;

/**
 * Takes no new requests, and returns once those in progress have been answered, or when that takes
 * too long; the process then ends, and cuts them off.
 */
export async function drain(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // `close` cuts idle connections once; these become idle later, when they have been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([closed, sleep(LONGEST_MS, undefined, { ref: false })]);
  clearInterval(idle);
}
