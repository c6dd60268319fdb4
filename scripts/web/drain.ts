import type { Server } from "node:http";
import { setImmediate as immediate, setTimeout as sleep } from "node:timers/promises";

const LONGEST_MS = 8_000;
const LONGEST_LET_IN_MS = 1_000;
/** Below this the event loop did nothing else meanwhile. */
const QUIET_MS = 2;
const QUIET_TURNS = 3;

/**
 * Takes no new requests, and returns once those in progress have been answered, or when that takes
 * too long; the process then ends, and cuts them off.
 */
export async function drain(server: Server): Promise<void> {
  await letIn(server);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // `close` cuts idle connections once; these become idle later, when they have been answered.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  await Promise.race([closed, sleep(LONGEST_MS, undefined, { ref: false })]);
  clearInterval(idle);
}

/**
 * Returns when nobody stands at the door: closing it cuts off those who are connected already, but
 * whom a busy event loop has not let in yet. A reverse proxy cannot send their forms elsewhere.
 */
async function letIn(server: Server): Promise<void> {
  const deadline = performance.now() + LONGEST_LET_IN_MS;
  let quietTurns = 0;
  const enter = () => {
    quietTurns = 0;
  };
  server.on("connection", enter);
  // One turn of the event loop lets one in, the next reads what they ask.
  while (quietTurns < QUIET_TURNS && performance.now() < deadline) {
    quietTurns++;
    const start = performance.now();
    await immediate();
    if (performance.now() - start > QUIET_MS) quietTurns = 0;
  }
  server.off("connection", enter);
}
