/** The worker's own bundle and the people's, with one number changed: their hours pass faster. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";
import { bundle } from "@/scripts/build/bundle";

const MINUTE = "export const MINUTE = 60_000;";

/** Asks for a file as it is. */
const AS_IT_IS = "?as-it-is";

/**
 * What passes faster is what reservations are measured by; sweeps, retries and locks stay as they
 * are, and so do the days by which samples are stored.
 */
const hoursPassFaster = (speed: number): Plugin => ({
  name: "hours-pass-faster",
  setup: ({ onLoad, onResolve, resolve }) => {
    onResolve({ filter: /\/words$/ }, async ({ path: file, importer, pluginData, ...about }) => {
      if (pluginData === AS_IT_IS || !importer.includes("/lib/stats/")) return undefined;
      const found = await resolve(file, { importer, ...about, pluginData: AS_IT_IS });
      return { ...found, suffix: AS_IT_IS };
    });
    onLoad({ filter: /\/lib\/domain\/words\.ts$/ }, ({ path: file, suffix }) => {
      if (suffix === AS_IT_IS) return undefined;
      const source = readFileSync(file, "utf8");
      if (!source.includes(MINUTE)) throw new Error(`${file} does not say "${MINUTE}" any more`);
      const contents = source.replace(MINUTE, `export const MINUTE = ${60_000 / speed};`);
      return { contents, loader: "ts" };
    });
  },
});

/** Where the programs are, once they are made. */
export type Programs = { readonly worker: string; readonly people: string };

/** Makes the programs, in a folder below this one's packages. */
export async function makePrograms(folder: string, speed: number): Promise<Programs> {
  const entries = { worker: "worker/index.ts", people: "tests/crash/people.ts" };
  await bundle(entries, folder, [hoursPassFaster(speed)]);
  return { worker: path.join(folder, "worker.mjs"), people: path.join(folder, "people.mjs") };
}
