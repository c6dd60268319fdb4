/** What people do to reservations. Each command is one transaction on one GPU. */
import type { Actor } from "@/lib/actor";
import { type By, cancel, extend, giveWay, release, start } from "@/lib/domain/actions";
import { longestReservationHours } from "@/lib/domain/limits";
import { Refusal } from "@/lib/errors";
import { type Application, applyFor } from "./application";
import { decide } from "./engine/decide";
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

/** Starts a turn. @throws Refusal */
export async function startReservation(actor: Actor, id: number): Promise<void> {
  const { gpu_id } = await findOwned(actor, id);
  try {
    await decide(gpu_id, actor, ({ state, now }, rules) => start(state, id, rules, now));
  } catch (error) {
    // The core knows live reservations only; whoever comes too late is told so.
    if ((await findOwned(actor, id)).status === "EXPIRED") throw new Refusal("claim-window-over");
    throw error;
  }
}

/** Lets the next one go first. @throws Refusal */
export async function giveWayOnce(actor: Actor, id: number): Promise<void> {
  const { gpu_id } = await findOwned(actor, id);
  await decide(gpu_id, actor, ({ state, now }, rules) => giveWay(state, id, rules, now));
}

/** Cancels a waiting reservation or declines a turn; an administrator does it with a reason. */
export async function cancelReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await findOwned(actor, id);
  const role = roleOf(actor, owned, reason);
  await decide(owned.gpu_id, actor, ({ state, now }) => cancel(state, id, role, reason, now));
}

/** Ends a use now; an administrator does it with a reason. @throws Refusal */
export async function releaseReservation(
  actor: Actor,
  id: number,
  reason: string | null = null,
): Promise<void> {
  const owned = await findOwned(actor, id);
  const role = roleOf(actor, owned, reason);
  await decide(owned.gpu_id, actor, ({ state, now }) => release(state, id, role, reason, now));
}

/** Adds whole hours to a use. @throws Refusal */
export async function extendReservation(actor: Actor, id: number, hours: number): Promise<void> {
  const { gpu_id, max_hours, time_multiplier } = await findOwned(actor, id);
  const longest = longestReservationHours(max_hours, time_multiplier);
  await decide(gpu_id, actor, ({ state, now }) => extend(state, id, hours, longest, now));
}
