/** Whether the web server will be able to listen, asked before anything is started. */
import { setTimeout as sleep } from "node:timers/promises";
import { tryPort } from "../ports";
import { Failure } from "./failure.mjs";

/**
 * @param patienceMs how long a port in use may take to become free
 * @throws Failure naming the setting that is wrong
 */
export async function requireFreePort(port: number, host: string, patienceMs: number) {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const code = await tryPort(port, host).then(
      () => "free",
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (code === "free") return;
    if (code !== "EADDRINUSE")
      throw new Failure(`Cannot listen on HOST=${host} PORT=${port}: ${code}.`);
    if (performance.now() >= deadline) {
      throw new Failure(`PORT=${port} is in use by another program: stop that one, or set PORT.`);
    }
    await sleep(100);
  }
}
