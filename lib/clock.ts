/**
 * One clock decides: PostgreSQL's, read inside the transaction that writes, so that a web server
 * and a worker whose own clocks differ never disagree. Tests put their own in its place.
 */
import { sql, type Transaction } from "./db";

let testClock: (() => Date) | undefined;

/** Replaces the clock in tests; `undefined` brings PostgreSQL's back. */
export function setTestClock(clock: (() => Date) | undefined): void {
  testClock = clock;
}

/** The time at which a transaction decides, given what PostgreSQL's clock said in it. */
export function decisionTime(databaseTime: Date): Date {
  return testClock ? testClock() : databaseTime;
}

/** The time at which a statement decides that reads PostgreSQL's clock where it is given null. */
export const testTime = (): Date | null => testClock?.() ?? null;

/** The time now, for what needs no lock. */
export async function now(): Promise<Date> {
  if (testClock) return testClock();
  const [row] = await sql<{ now: Date }>("SELECT clock_timestamp() AS now");
  if (!row) throw new Error("PostgreSQL did not tell the time");
  return row.now;
}

/** The time at which a transaction decides on several things at once. */
export async function nowIn(tx: Transaction): Promise<Date> {
  const [row] = (await tx.query<{ now: Date }>("SELECT clock_timestamp() AS now")).rows;
  if (!row) throw new Error("PostgreSQL did not tell the time");
  return decisionTime(row.now);
}
