/** The queue of one GPU, kept in the core's order without sorting: few priorities, many people. */
import TinyQueue from "tinyqueue";
import { byPlace } from "../domain/queue";
import type { Reservation } from "../domain/words";

type Waiter = { readonly reservation: Reservation };

/** Those of one priority. Who comes later is behind: nobody here is moved to the front. */
class Lane<Each extends Waiter> {
  #waiters: Each[] = [];
  #gone = 0;

  get first(): Each | undefined {
    return this.#waiters[this.#gone];
  }

  join(waiter: Each): void {
    this.#waiters.push(waiter);
  }

  shift(): void {
    this.#gone++;
    // Not at every step: that would move all who wait.
    if (this.#gone * 2 < this.#waiters.length) return;
    this.#waiters = this.#waiters.slice(this.#gone);
    this.#gone = 0;
  }
}

/** People join in the order in which their reservations are made, and leave from the front. */
export class Line<Each extends Waiter> {
  readonly #lanes = new Map<number, Lane<Each>>();
  /** Those in which somebody waits: the core says whose first one goes before whose. */
  readonly #busy = new TinyQueue<Lane<Each>>([], (a, b) =>
    a.first && b.first ? byPlace(a.first.reservation, b.first.reservation) : 0,
  );

  join(waiter: Each): void {
    const { priority } = waiter.reservation;
    const lane = this.#lanes.get(priority) ?? this.#openLane(priority);
    const wasEmpty = !lane.first;
    lane.join(waiter);
    if (wasEmpty) this.#busy.push(lane);
  }

  #openLane(priority: number): Lane<Each> {
    const lane = new Lane<Each>();
    this.#lanes.set(priority, lane);
    return lane;
  }

  /** Takes out who is first, also if they have ended meanwhile. */
  shift(): Each | undefined {
    const lane = this.#busy.peek();
    const first = lane?.first;
    lane?.shift();
    if (lane && !lane.first) this.#busy.pop();
    return first;
  }
}
