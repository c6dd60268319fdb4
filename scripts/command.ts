/** What our command-line scripts have in common. */
import { disconnect } from "../lib/db";
import { sayFailure } from "./start/console.mjs";

/** Runs a script's work; what went wrong is said on stderr, and the exit code is then 1. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    sayFailure(error);
    process.exitCode = 1;
  } finally {
    await disconnect();
  }
}
