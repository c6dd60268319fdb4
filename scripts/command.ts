import { sayFailure } from "./start/console.mjs";

/** Runs a command-line script; what goes wrong is said on stderr, and the exit code is then 1. */
export async function command(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    sayFailure(error);
    process.exitCode = 1;
  }
  // Closed connection pools leave timers behind, for which the process would wait many seconds.
  process.stdout.write("", () => process.exit());
}
