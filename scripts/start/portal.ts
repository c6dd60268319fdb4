/** Everything after the install: build, database, first administrator, web and worker. */
import { once } from "node:events";
import path from "node:path";
import { portalUrl, settings } from "../../lib/settings";
import { buildWhenChanged, generate } from "./build";
import { say, step } from "./console.mjs";
import { startDatabase } from "./database";
import { requireFreePort } from "./listen";
import type { Lock } from "./lock.mjs";
import { program, spawnProgram, spawnWeb } from "./portal-process";
import { runScript } from "./script";
import { keepSecret } from "./secret";
import { keepRunning, type Service } from "./service";
import { welcome } from "./welcome";

export type Options = {
  /** Fills an empty portal with an invented lab. */
  demo: boolean;
  /** Runs the sources as they are, and pages anew as they change, instead of a build. */
  dev: boolean;
};

type Start = { dataDir: string; lock: Lock; options: Options; signal: AbortSignal };

/**
 * Serves the portal until `signal` aborts, and then stops everything in order.
 * @throws Failure or SettingsError when it cannot start or does not stay up
 */
export async function servePortal({ dataDir, lock, options, signal }: Start): Promise<void> {
  const { HOST, PORT, DATABASE_URL, NEXTAUTH_SECRET } = settings();
  const logFile = (name: string) => path.join(dataDir, "logs", `${name}.log`);
  const web = program("web", options.dev, logFile("web"));
  const worker = program("worker", options.dev, logFile("worker"));
  let database: Service | undefined;
  const processes: Service[] = [];

  // After a kill, the web server from before may need a moment to notice.
  await requireFreePort(PORT, HOST, lock.recovered ? 10_000 : 0);
  await (options.dev ? generate : buildWhenChanged)(logFile("build"), signal);
  try {
    if (!NEXTAUTH_SECRET) keepSecret(dataDir);
    if (!DATABASE_URL) database = await startDatabase(dataDir);
    await step("Migrating the database", () => runScript("migrate", signal));
    // Said at once: the password is kept nowhere, so a failure further down would lose it.
    const administrator = await runScript("first-administrator", signal);
    if (administrator) say(administrator);
    if (options.demo) say(await step("Filling the demo lab", () => runScript("demo", signal)));
    await step("Starting web and worker", async () => {
      const launchWorker = async () => spawnProgram(worker);
      processes.push(await keepRunning("worker", worker.logFile, launchWorker));
      const launchWeb = () => spawnWeb(web, HOST, PORT, signal);
      processes.push(await keepRunning("web server", web.logFile, launchWeb));
    });
    lock.tell(portalUrl());
    welcome();
    const services = database ? [database, ...processes] : processes;
    await Promise.race([aborted(signal), ...services.map(({ broken }) => broken)]);
  } finally {
    if (database || processes.length > 0) {
      await step("Stopping", async () => {
        await Promise.all(processes.map(({ stop }) => stop()));
        await database?.stop();
      });
    }
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
