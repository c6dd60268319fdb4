import { isBuilt } from "../build/record";
import { step } from "./console.mjs";
import { run } from "./run.mjs";

/** Builds unless the build is from these very sources. */
export async function buildWhenChanged(logFile: string, signal: AbortSignal): Promise<void> {
  if (isBuilt()) return;
  const args = ["--import", "tsx", "scripts/build.ts"];
  const options = { logFile, failure: "The build failed.", signal };
  await step("Building", () => run(process.execPath, args, options));
}

/** Writes only the code that even development needs. */
export async function generate(logFile: string, signal: AbortSignal): Promise<void> {
  const options = { logFile, failure: "Prisma's client could not be generated.", signal };
  await run(process.execPath, ["scripts/generate.mjs"], options);
}
