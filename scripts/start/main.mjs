// @ts-check
/**
 * What `npm start` does, in order. Up to the install it uses Node's own modules only, because
 * there may be no others yet; the rest is portal.ts.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { sayFailure } from "./console.mjs";
import { installDependencies } from "./install.mjs";
import { takeLock } from "./lock.mjs";

/**
 * Serves the portal until it is told to stop, and sets the exit code: 0 when it was told to.
 * @param {string[]} args
 */
export async function main(args) {
  const stopping = new AbortController();
  for (const name of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    // npm passes on a Ctrl-C that the terminal has sent as well: more than one means no more.
    process.on(name, () => stopping.abort());
  }
  try {
    await serve(args, stopping.signal);
  } catch (error) {
    if (!stopping.signal.aborted) {
      sayFailure(error);
      process.exitCode = 1;
    }
  }
  process.exit();
}

/**
 * @param {string[]} args
 * @param {AbortSignal} signal
 */
async function serve(args, signal) {
  const flag = /** @type {const} */ ({ type: "boolean", default: false });
  const { values: options } = parseArgs({ args, options: { demo: flag, dev: flag } });
  process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
  if (existsSync(".env")) process.loadEnvFile(".env");
  const dataDir = path.resolve(process.env.DATA_DIR || ".data");
  // What runs below must not look for it relative to another folder.
  process.env.DATA_DIR = dataDir;
  const lock = takeLock(dataDir);
  try {
    await installDependencies(path.join(dataDir, "logs"), signal);
    const { register } = await import("tsx/esm/api");
    register();
    const { servePortal } = await import("./portal.ts");
    await servePortal({ dataDir, lock, options, signal });
  } finally {
    lock.release();
  }
}
