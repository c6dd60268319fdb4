/** What people do to reservations. Each command is one transaction on one GPU. */
import type { Actor } from "@/lib/actor";
import { type By, cancel, extend, giveWay, release, start } from "@/lib/domain/actions";
import { longestReservationHours } from "@/lib/domain/limits";
import { Refusal } from "@/lib/errors";
import { type Application, applyFor } from "./application";
import { decide, type Wish } from "./engine/decide";
import { findOwned, type Owned } from "./owned";

/** In which role somebody ends a reservation. @throws Refusal for an administrator without a reason */
function roleOf(actor: Actor, owned: Owned, reason: string | null): By {
  if (owned.user_id === actor.id) return "owner";
  if (!reason) throw new Refusal("required", {}, "reason");
  return "administrator";
}

/** Reserves a GPU for the actor. Returns the id of the reservation. @throws Refusal */
export function reserve(actor: Actor, application: Application): Promise<number> {
  return applyFor(actor, actor.id, application);
}

/**
 * Asks for something about a reservation, on the GPU for which it is: on another one if an
 * administrator moves it at this moment. @throws Refusal
 */
async function decideAbout(
  actor: Actor,
  id: number,
  ask: (owned: Owned) => Wish,
  owned?: Owned,
): Promise<void> {
  const known = owned ?? (await findOwned(actor, id));
  try {
    await decide(known.gpu_id, actor, id, ask(known));
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "already-ended") throw error;
    const now = await findOwned(actor, id);
    if (now.gpu_id === known.gpu_id) throw error;
    await decide(now.gpu_id, actor, id, ask(now));
  }
}

/** Starts a turn. @throws Refusal */
export async function startReservation(actor: Actor, id: number): Promise<void> {
  try {
    await decideAbout(
      actor,
      id,
      () =>
        ({ state, now }, rules) =>
          start(state, id, rules, now),
    );
  } catch (error) {
    // The core knows live reservations only; whoever comes too late is told so.
    if ((await findOwned(actor, id)).status === "EXPIRED") throw new Refusal("claim-window-over");
    throw error;
  }
}

/** Lets the next one go first. @throws Refusal */
export async function giveWayOnce(actor: Actor, id: number): Promise<void> {
  await decideAbout(
    actor,
    id,
    () =>
      ({ state, now }, rules) =>
        giveWay(state, id, rules, now),
  );
}

/** Cancels a waiting reservation or declines a turn; an administrator does it with a reason. */
export async function cancelReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await findOwned(actor, id);
  const role = roleOf(actor, owned, reason);
  const ask: Wish = ({ state, now }) => cancel(state, id, role, reason, now);
  await decideAbout(actor, id, () => ask, owned);
}

/** Ends a use now; an administrator does it with a reason. @throws Refusal */
export async function releaseReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await findOwned(actor, id);
  const role = roleOf(actor, owned, reason);
  const ask: Wish = ({ state, now }) => release(state, id, role, reason, now);
  await decideAbout(actor, id, () => ask, owned);
}

/** Adds whole hours to a use. @throws Refusal */
export async function extendReservation(actor: Actor, id: number, hours: number): Promise<void> {
  const { gpu_id, max_hours, time_multiplier } = await findOwned(actor, id);
  const longest = longestReservationHours(max_hours, time_multiplier);
  await decide(gpu_id, actor, id, ({ state, now }) => extend(state, id, hours, longest, now));
}
