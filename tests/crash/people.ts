/**
 * The people of a lab, in a process that stands for the web server: they reserve, start, release, …
 * through the same commands, at random and without a pause, whatever fails meanwhile. Asked to stop
 * by a message, it ends.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/actor";
import { sql } from "@/lib/db";
import { Random } from "@/lib/demo/random";
import { Refusal } from "@/lib/errors";
import {
  cancelReservation,
  extendReservation,
  giveWayOnce,
  releaseReservation,
  reserve,
  startReservation,
} from "@/lib/reservations/commands";
import { moveReservationToFront } from "@/lib/reservations/commands-admin";
import { CHORES, oneOf } from "./house";
import type { Lab } from "./lab";

const ACTING_AT_ONCE = 4;
const PAUSE_MS = 150;
const CHORE_PAUSE_MS = 2_500;

type Live = { id: number; status: "WAITING" | "NOTIFIED" | "ACTIVE" };

const LIVE = `SELECT id, status FROM reservation WHERE user_id = $1
  AND status IN ('WAITING', 'NOTIFIED', 'ACTIVE') ORDER BY id`;
const ANYBODYS = `SELECT id, status FROM reservation
  WHERE status IN ('WAITING', 'NOTIFIED', 'ACTIVE') ORDER BY random() LIMIT 1`;

const random = new Random(Number(process.env.CRASH_SEED));
const lab: Lab = JSON.parse(process.env.CRASH_LAB ?? "");
const stopping = new AbortController();

/** A tenth of all turns are declined, as many passed on; some people do not even look at theirs. */
async function withTurn(actor: Actor, id: number): Promise<void> {
  const chance = random.between(1, 100);
  if (actor.id % 6 === 0 && chance <= 90) return;
  if (chance <= 10) await cancelReservation(actor, id);
  else if (chance <= 20) await giveWayOnce(actor, id);
  else await startReservation(actor, id);
}

async function act(actor: Actor): Promise<void> {
  const live = await sql<Live>(LIVE, [actor.id]);
  const turn = live.find(({ status }) => status === "NOTIFIED");
  const use = live.find(({ status }) => status === "ACTIVE");
  if (turn) return withTurn(actor, turn.id);
  if (use && random.chance(25)) return releaseReservation(actor, use.id);
  if (use && random.chance(10)) return extendReservation(actor, use.id, 1);
  const [waiting] = live;
  if (waiting?.status === "WAITING" && random.chance(4))
    return cancelReservation(actor, waiting.id);
  const hours = random.between(1, 2);
  await reserve(actor, { gpuId: oneOf(random, lab.gpus), hours, autoStart: random.chance(30) });
}

async function administer(actor: Actor): Promise<void> {
  const [any] = await sql<Live>(ANYBODYS);
  if (any?.status === "ACTIVE") await releaseReservation(actor, any.id, "it is needed");
  else if (any?.status === "WAITING" && random.chance(70))
    await moveReservationToFront(actor, any.id);
  else if (any) await cancelReservation(actor, any.id, "it is not needed");
}

/** What was refused is how it should be; what broke is tried in another way by the next one. */
function tellWhatBroke(error: unknown): void {
  if (!(error instanceof Refusal)) process.stderr.write(`${error}\n`);
}

async function actOnAndOn(): Promise<void> {
  while (!stopping.signal.aborted) {
    const work = random.chance(4) ? administer(lab.administrator) : act(oneOf(random, lab.people));
    await work.catch(tellWhatBroke);
    await sleep(random.between(PAUSE_MS / 2, PAUSE_MS * 2) * ACTING_AT_ONCE);
  }
}

async function keepHouse(): Promise<void> {
  const { signal } = stopping;
  for (let done = 0; !signal.aborted; done++) {
    await CHORES[done % CHORES.length]?.(lab, random).catch(tellWhatBroke);
    const pauseMs = random.between(CHORE_PAUSE_MS / 2, CHORE_PAUSE_MS * 2);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

process.on("message", () => stopping.abort());
process.on("disconnect", () => process.exit(1));
await Promise.all([keepHouse(), ...Array.from({ length: ACTING_AT_ONCE }, actOnAndOn)]);
process.exit(0);
