/** The worker as production runs it: one file, which starts in a tenth of the time of its sources. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll } from "vitest";

// Where what it imports is found.
const folder = fileURLToPath(new URL("../../node_modules/.cache/gpusched-tests", import.meta.url));

/** Builds it for a test file; what `startWorker` is to run. */
export async function builtWorker(): Promise<string[]> {
  const file = path.join(folder, `worker-${process.pid}-${performance.now()}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL("../../worker/index.ts", import.meta.url))],
    outfile: file,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "warning",
  });
  afterAll(() => rm(file));
  return [file];
}
