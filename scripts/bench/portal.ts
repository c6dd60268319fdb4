/** Web and worker as they were built, for one measurement. */
import path from "node:path";
import { freePort } from "../ports";
import { buildWhenChanged } from "../start/build";
import { program, spawnProgram, spawnWeb } from "../start/portal-process";

/** Runs `work` beside a web server and a worker, whose settings are this process's. */
export async function withPortal(
  dataDir: string,
  work: (portal: string) => Promise<void>,
): Promise<void> {
  const log = (name: string) => path.join(dataDir, "logs", `${name}.log`);
  const { signal } = new AbortController();
  await buildWhenChanged(log("build"), signal);
  const port = await freePort();
  const portal = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    HOST: "127.0.0.1",
    PORT: String(port),
    NEXTAUTH_URL: portal,
    // Each agent comes from an address of its own: one that sent all of it would be a flood.
    TRUST_PROXY: "1",
    // More than anybody in an invented lab has: also who has some can reserve another one.
    MAX_LIVE_RESERVATIONS: "4",
    NEXTAUTH_SECRET: "only-for-measuring-only-for-measuring",
  });
  const worker = spawnProgram(program("worker", false, log("worker")));
  try {
    const web = await spawnWeb(program("web", false, log("web")), "127.0.0.1", port, signal);
    try {
      await work(portal);
    } finally {
      await web.stop();
    }
  } finally {
    await worker.stop();
  }
}
