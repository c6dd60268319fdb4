/** Words for examples about the engine: what time it is, and what the database says happened. */
import { afterAll, afterEach } from "vitest";
import type { Actor } from "@/lib/actor";
import { setTestClock } from "@/lib/clock";
import { disconnect, sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { Refusal } from "@/lib/errors";
import { closeProducers } from "@/lib/jobs/producers";
import { reserve } from "@/lib/reservations/commands";
import { NOON } from "./core";

let time: Instant = NOON;

/** Puts a clock that only the test moves in the place of PostgreSQL's, for a whole file. */
export function stopTime(): void {
  afterEach(() => setTestClock(undefined));
  afterAll(async () => {
    await closeProducers();
    await disconnect();
  });
}

/** It is this instant now, and stays so. */
export function itIs(instant: Instant): void {
  time = instant;
  setTestClock(() => new Date(time));
}

/** Reserves for two hours unless told otherwise. */
export const ask = (
  actor: Actor,
  gpuId: number,
  { hours = 2, autoStart = false }: { hours?: number; autoStart?: boolean } = {},
): Promise<number> => reserve(actor, { gpuId, hours, autoStart });

/** The reservation as it stands in the database. */
export async function row(id: number) {
  const [found] = await sql("SELECT * FROM reservation WHERE id = $1", [id]);
  if (!found) throw new Error(`there is no reservation ${id}`);
  return found;
}

/** The statuses of several reservations, in their order. */
export async function statuses(...ids: number[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await row(id)).status));
}

/** What the audit log says of a reservation: "action by actor", nobody's as "-". */
export async function audited(id: number): Promise<string[]> {
  const rows = await sql(
    `SELECT action, actor_id FROM audit_log
     WHERE subject_type = 'reservation' AND subject_id = $1 ORDER BY id`,
    [id],
  );
  return rows.map(({ action, actor_id }) => `${action} by ${actor_id ?? "-"}`);
}

/**
 * The mails about a reservation, as "kind turn"; without those that only keep calendars right, of
 * which tests/features/calendar tells.
 */
export async function mailed(id: number): Promise<string[]> {
  const rows = await sql(
    `SELECT kind, turn FROM notification
     WHERE reservation_id = $1 AND kind <> 'calendar-updated' ORDER BY id`,
    [id],
  );
  return rows.map(({ kind, turn }) => `${kind} ${turn}`);
}

/** The code with which a command is refused; fails when it is not, or breaks otherwise. */
export async function refusal(command: Promise<unknown>): Promise<string> {
  try {
    await command;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
  throw new Error("it was not refused");
}
