// @ts-check
/**
 * `npm run simulate`: bundles the command and runs it. A loader that translates each file when it
 * is asked for takes longer than to play 30,000 reservations, and leaves slower code.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { build } from "esbuild";

const entry = fileURLToPath(import.meta.resolve("./simulate/command.ts"));
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  write: false,
  platform: "node",
  target: "node20",
  format: "cjs",
  logLevel: "warning",
});
for (const { text } of outputFiles) {
  compileFunction(text, ["require"], { filename: entry })(createRequire(import.meta.url));
}
