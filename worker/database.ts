import { sql } from "@/lib/db";
import { outageOf } from "@/lib/outage";
import { pause } from "./abort";

// What became due while the database was away is done within ten seconds of its return.
const LONGEST_PAUSE_MS = 2_000;

/** Returns once the database answers; tries for as long as it takes, until `signal` aborts. */
export async function waitForDatabase(signal: AbortSignal): Promise<void> {
  const outage = outageOf("reaching the database");
  for (let pauseMs = 500; !signal.aborted; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await sql("SELECT 1");
      outage.ended();
      return;
    } catch (error) {
      outage.began(error);
      await pause(pauseMs, signal);
    }
  }
}
