/**
 * The worker's process. Any number of them may run on one database. It ends on SIGTERM, on
 * SIGINT, and when the process that started it is gone; within ten seconds in any case.
 */
import { log } from "@/lib/log";
import { databaseUrl, SettingsError, secret } from "@/lib/settings";
import { work } from "./run";

const LONGEST_STOP_MS = 8_000;

const stopping = new AbortController();

function stop(): void {
  if (stopping.signal.aborted) return;
  stopping.abort();
  // What is cut off here was not committed, and is done by whichever worker comes next.
  setTimeout(() => {
    log.warn({}, "the worker did not finish in time and is cut off");
    process.exit(0);
  }, LONGEST_STOP_MS).unref();
}

// Node would write it out as it is, with whatever the error holds.
process.on("uncaughtException", (error) => {
  log.error({ error }, "the worker ends because of what nobody expected");
  process.exit(1);
});
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("disconnect", stop);

async function main(): Promise<void> {
  try {
    databaseUrl();
    secret();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  await work(stopping.signal);
  process.exit(0);
}

void main();
