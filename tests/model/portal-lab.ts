/** A fresh lab in PostgreSQL, and who is who in it. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import type { Instant } from "@/lib/domain/words";
import { line, makeCard, makeServer, report } from "../support/agents";
import { itIs } from "../support/engine";
import { makeAdministrator, makePerson } from "../support/people";
import {
  DEFAULT_ACCESS,
  firstAccess,
  GPUS,
  MAX_HOURS,
  MEMBERS,
  multiplierOf,
  PEOPLE,
  START,
} from "./words";

// Of a life nothing may be left to the next one; the history must not know that it can be deleted.
const EMPTY = `
  BEGIN;
  ALTER TABLE audit_log DISABLE TRIGGER USER;
  ALTER TABLE reservation DISABLE TRIGGER USER;
  DELETE FROM notification;
  DELETE FROM audit_log;
  DELETE FROM reservation;
  DELETE FROM maintenance;
  DELETE FROM gpu;
  DELETE FROM server;
  DELETE FROM "user";
  DELETE FROM throttle;
  ALTER TABLE audit_log ENABLE TRIGGER USER;
  ALTER TABLE reservation ENABLE TRIGGER USER;
  COMMIT`;

/** A GPU with the agent that reports it. */
export class Card {
  #reports = 0;

  constructor(
    readonly id: number,
    readonly server: number,
  ) {}

  /** Its agent reports, each time a little later. */
  tell(now: Instant, isBroken: boolean): Promise<void> {
    const at = now + this.#reports++;
    const temperature = isBroken ? "[GPU requires reset]" : 60;
    return report(this.server, at, line(at, 0, { uuid: `GPU-${this.id}`, temperature }));
  }
}

export type Lab = {
  admin: Actor;
  /** By their number; those who register come later. */
  people: Map<number, Actor>;
  gpus: readonly Card[];
  /** The last entry of the log that is about making the lab. */
  madeBefore: number;
};

export async function makeLab(): Promise<Lab> {
  await sql(EMPTY);
  itIs(START);
  const admin = await makeAdministrator();
  const gpus: Card[] = [];
  for (const gpu of GPUS) {
    const { serverId } = await makeServer();
    const card = new Card(await makeCard(serverId, 0), serverId);
    await sql("UPDATE gpu SET max_hours = $2 WHERE id = $1", [card.id, MAX_HOURS[gpu]]);
    gpus.push(card);
  }
  const people = new Map<number, Actor>();
  const accesses: object[] = [];
  for (const person of PEOPLE.slice(0, MEMBERS)) {
    const actor = await makePerson({ time_multiplier: multiplierOf(person) });
    people.set(person, actor);
    for (const [gpu, { id }] of gpus.entries()) {
      const { priority, enabled } = firstAccess(person, gpu) ?? {};
      if (enabled) accesses.push({ user_id: actor.id, gpu_id: id, priority, status: enabled });
    }
  }
  await sql(
    `INSERT INTO user_gpu_access SELECT * FROM jsonb_populate_recordset(NULL::user_gpu_access, $1)`,
    [JSON.stringify(accesses)],
  );
  const given = [gpus[DEFAULT_ACCESS.gpu]?.id, DEFAULT_ACCESS.priority];
  await sql("INSERT INTO default_access (gpu_id, priority) VALUES ($1, $2)", given);
  const [last] = await sql<{ id: number }>("SELECT coalesce(max(id), 0)::int AS id FROM audit_log");
  return { admin, people, gpus, madeBefore: last?.id ?? 0 };
}
