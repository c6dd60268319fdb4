/** From what was loaded to what pages show: pure, apart from the installation's rules. */
import { outlookOf } from "@/lib/domain/outlook";
import { holderOf } from "@/lib/domain/queue";
import { claimBy, conditionOf } from "@/lib/domain/standing";
import type { GpuState, Reservation } from "@/lib/domain/words";
import { policy } from "@/lib/policy";
import type { Holder, Person, Queue, Waiter } from "./views";

export type People = ReadonlyMap<number, Person>;

/** Who a reservation of a queue belongs to. */
export function personOf(people: People, { userId }: Pick<Reservation, "userId">): Person {
  const person = people.get(userId);
  if (!person) throw new Error(`user ${userId} was not loaded with their reservation`);
  return person;
}

/** Who holds a GPU and until when, or null while nobody does. */
export function describeHolder(state: GpuState, people: People): Holder | null {
  const holder = holderOf(state);
  const until = holder && (holder.endsAt ?? claimBy(holder, policy()));
  if (!holder || until === undefined || until === null) return null;
  const { userId, status } = holder;
  return { ...personOf(people, holder), userId, isUsing: status === "ACTIVE", until };
}

/** Everybody in a queue, in the order in which they would start. */
function describeWaiters(queue: Pick<Queue, "state" | "people" | "past" | "now">): Waiter[] {
  const { state, people, past, now } = queue;
  const byId = new Map(state.reservations.map((reservation) => [reservation.id, reservation]));
  return [...outlookOf(state, policy(), now, past)].flatMap(([id, outlook]) => {
    const reservation = byId.get(id);
    return reservation ? [{ ...outlook, ...personOf(people, reservation), reservation }] : [];
  });
}

/** A GPU's queue as its viewer may see it. */
export function describeQueue(loaded: Omit<Queue, "condition" | "holder" | "waiters">): Queue {
  const { state, people } = loaded;
  return {
    ...loaded,
    condition: conditionOf(state, loaded.now),
    holder: describeHolder(state, people),
    waiters: describeWaiters(loaded),
  };
}
