/** A fresh lab in PostgreSQL, and who is who in it. */
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { type Instant, MINUTE } from "@/lib/domain/words";
import { line, makeCard, makeServer, report } from "../support/agents";
import { itIs } from "../support/engine";
import { giveAccess, makeAdministrator, makePerson } from "../support/people";
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

// Of a life nothing may be left to the next one; the log must not know that it can be emptied.
const EMPTY = `
  BEGIN;
  ALTER TABLE audit_log DISABLE TRIGGER USER;
  TRUNCATE "user", server, audit_log, throttle CASCADE;
  ALTER TABLE audit_log ENABLE TRIGGER USER;
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
    await card.tell(START - MINUTE, false);
    gpus.push(card);
  }
  const people = new Map<number, Actor>();
  for (const person of PEOPLE.slice(0, MEMBERS)) {
    const actor = await makePerson({ time_multiplier: multiplierOf(person) });
    people.set(person, actor);
    for (const [gpu, card] of gpus.entries()) {
      const access = firstAccess(person, gpu);
      if (access) await giveAccess(actor, card.id, access);
    }
  }
  const given = [gpus[DEFAULT_ACCESS.gpu]?.id, DEFAULT_ACCESS.priority];
  await sql("INSERT INTO default_access (gpu_id, priority) VALUES ($1, $2)", given);
  const [last] = await sql<{ id: number }>("SELECT coalesce(max(id), 0)::int AS id FROM audit_log");
  return { admin, people, gpus, madeBefore: last?.id ?? 0 };
}
