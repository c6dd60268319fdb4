/** One GPU of a workload: who holds it, who waits. The core decides; this keeps its queue sorted. */
import { cancel, release, start } from "../domain/actions";
import { claimDeadline } from "../domain/claim-window";
import type { Decision, Verdict } from "../domain/decision";
import { isHolder, isLive } from "../domain/reservation";
import { giveTurn, settleHolder } from "../domain/settle";
import type { GpuState, Policy, Reservation } from "../domain/words";
import { meant, seenAt, told } from "./core-time";
import { Line } from "./line";
import { compareMoments, type Moment, plus } from "./moment";
import type { Outcome, Row } from "./workload";

/** On which cards somebody has a live reservation: a few. */
export type User = { readonly cards: Card[] };

/** Their order means nothing. */
function remove(cards: Card[], card: Card): void {
  const last = cards.pop();
  if (last && last !== card) cards[cards.indexOf(card)] = last;
}

/** A reservation that was made. `since` is when it was made, got its turn, or was started. */
export type Life = {
  readonly row: Row;
  readonly card: Card;
  readonly user: User;
  /** What has become of it. */
  readonly outcome: { -readonly [Part in keyof Outcome]: Outcome[Part] };
  reservation: Reservation;
  since: Moment;
};

/** A GPU on which everybody is eligible and nobody is passed over, in the eyes of the core. */
const stateOf = (reservation: Reservation): GpuState => ({
  enabled: true,
  healthy: true,
  outages: [],
  reservations: isLive(reservation) ? [reservation] : [],
});

export class Card {
  /** May still hold some who were cancelled. */
  readonly #line = new Line<Life>();
  #holder: Life | null = null;
  readonly #policy: Policy;
  constructor(policy: Policy) {
    this.#policy = policy;
  }

  join(life: Life): void {
    life.user.cards.push(this);
    this.#line.join(life);
  }

  /** Takes over what the core decided for one of its reservations, if anything. */
  #follow(life: Life, decision: Decision | Verdict, at: Moment): boolean {
    const step = "steps" in decision ? decision.steps[0] : undefined;
    if (!step) return false;
    life.reservation = step.after;
    if (isHolder(step.after)) {
      this.#holder = life;
      life.since = at;
    } else {
      if (this.#holder === life) this.#holder = null;
      remove(life.user.cards, this);
    }
    return true;
  }

  #seen({ reservation, since }: Life, at: Moment): GpuState {
    return stateOf(seenAt(reservation, since, at));
  }

  /** Gives the turn, if the card is free and somebody waits. Returns who got it. */
  turn(at: Moment): Life | null {
    if (this.#holder) return null;
    for (let first = this.#line.shift(); first; first = this.#line.shift()) {
      // The core would choose the first of all who wait: so it is enough to show it the first.
      const decision = giveTurn(stateOf(first.reservation), this.#policy, told(at));
      if (this.#follow(first, decision, at)) return first;
    }
    return null;
  }

  /** When the turn of its holder passes on unless it is claimed. */
  deadline({ since }: Life): Moment {
    return meant(claimDeadline(told(since), this.#policy), since);
  }

  /** When the use of its holder ends: as planned, or released before. */
  end(life: Life): Moment {
    const { reservation, since, row } = life;
    const planned = meant(reservation.endsAt ?? 0, since);
    const released = row.release && plus(since, row.release);
    return released && compareMoments(released, planned) < 0 ? released : planned;
  }

  /** Its user presses Start. */
  start(life: Life, at: Moment): boolean {
    const { id } = life.reservation;
    return this.#follow(life, start(this.#seen(life, at), id, this.#policy, told(at)), at);
  }

  /** Its user cancels it, unless it is in use or over. */
  cancel(life: Life, at: Moment): boolean {
    const { id } = life.reservation;
    return this.#follow(life, cancel(this.#seen(life, at), id, "owner", null, told(at)), at);
  }

  /** Ends the use, by time or released; or the turn, whose claim window closes. */
  finish(life: Life, at: Moment): boolean {
    const state = this.#seen(life, at);
    const due = settleHolder(state, this.#policy, told(at));
    if (due.steps.length > 0) return this.#follow(life, due, at);
    return this.#follow(life, release(state, life.reservation.id, "owner", null, told(at)), at);
  }
}
