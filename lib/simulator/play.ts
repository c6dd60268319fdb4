/**
 * Plays a workload through the core. At one instant, in this order: uses end, are released, and
 * claim windows close; cancellations; submissions; starts; then the turns of every free GPU. What
 * becomes due at that instant through this is done in another round, until nothing is.
 */
import { liveRefusal } from "../domain/limits";
import { newReservation } from "../domain/reservation";
import type { FinalStatus, Policy } from "../domain/words";
import { Agenda, type Due } from "./agenda";
import { Card, type Life, type User } from "./card";
import { told } from "./core-time";
import { isBefore, type Moment, plus } from "./moment";
import type { Outcome, Row, Rules } from "./workload";

const REJECTED: Outcome = { status: "REJECTED", notified: null, started: null, ended: null };

class Player {
  readonly agenda: Agenda<Life>;
  readonly outcomes: Outcome[];
  readonly #rows: readonly Row[];
  readonly #policy: Policy;
  readonly #cards = new Map<string, Card>();
  readonly #users = new Map<string, User>();
  /** Those to whom something happened that may have made them free, or brought somebody. */
  #touched: Card[] = [];
  #made = 0;

  constructor(rows: readonly Row[], { maxLive, ...rules }: Rules) {
    const maxLiveReservations = maxLive ?? Number.POSITIVE_INFINITY;
    this.#policy = { ...rules, endingSoonMinutes: [], maxLiveReservations };
    this.#rows = rows;
    this.agenda = new Agenda(rows);
    this.outcomes = new Array(rows.length).fill(REJECTED);
  }

  round(due: readonly Due<Life>[], at: Moment): void {
    for (const each of due) {
      if (each.deed === "submit") this.#submit(each.row, at);
      else this.#happen(each.deed, each.life, at);
    }
    for (const card of this.#touched) this.#turn(card, at);
    if (this.#touched.length > 0) this.#touched = [];
  }

  #touch(card: Card): void {
    // Mostly it is one: a list that grows would take room for many.
    if (this.#touched.length === 0) this.#touched = [card];
    else this.#touched.push(card);
  }

  #happen(deed: "end" | "cancel" | "start", life: Life, at: Moment): void {
    const { card } = life;
    if (deed === "start" && card.start(life, at)) this.#started(life, at);
    if (deed === "end" && card.finish(life, at)) this.#over(life, at);
    if (deed === "cancel" && card.cancel(life, at)) this.#over(life, at);
  }

  #over({ reservation, card, outcome }: Life, at: Moment): void {
    outcome.status = reservation.status as FinalStatus;
    outcome.ended = at;
    this.#touch(card);
  }

  #cardOf(name: string): Card {
    const known = this.#cards.get(name);
    if (known) return known;
    const card = new Card(this.#policy);
    this.#cards.set(name, card);
    return card;
  }

  #userOf(name: string): User {
    const known = this.#users.get(name);
    if (known) return known;
    const user: User = { cards: [] };
    this.#users.set(name, user);
    return user;
  }

  #submit(number: number, at: Moment): void {
    const row = this.#rows[number] as Row;
    const card = this.#cardOf(row.gpu);
    const user = this.#userOf(row.user);
    const live = { onGpu: user.cards.includes(card), overall: user.cards.length };
    if (liveRefusal(live, this.#policy.maxLiveReservations)) return;
    // In the order in which they were made: what is equal to the core then stands in that order.
    this.#made++;
    const reservation = newReservation({
      id: this.#made,
      userId: this.#made,
      durationHours: row.hours,
      autoStart: false,
      priority: row.priority,
      reservedAt: told(at),
    });
    const outcome = { ...REJECTED };
    this.outcomes[number] = outcome;
    const life: Life = { row, card, user, outcome, reservation, since: at };
    card.join(life);
    this.#touch(card);
    if (row.cancel) this.agenda.add(plus(at, row.cancel), "cancel", life);
  }

  #started(life: Life, at: Moment): void {
    life.outcome.started = at;
    this.agenda.add(life.card.end(life), "end", life);
  }

  #turn(card: Card, at: Moment): void {
    const life = card.turn(at);
    if (!life) return;
    life.outcome.notified = at;
    const { claim } = life.row;
    const start = claim && plus(at, claim);
    const deadline = card.deadline(life);
    // Whichever comes first: the core lets nothing come of the other one.
    if (start && isBefore(start, deadline)) this.agenda.add(start, "start", life);
    else this.agenda.add(deadline, "end", life);
  }
}

/** How often `progress` is told, in instants. */
const STEPS = 4_096;

/**
 * What becomes of each row, in their order. Rows may be submitted in any order.
 * @param progress is told now and then how many rows were submitted
 * @throws RangeError when the workload goes on for longer than can be reckoned exactly
 */
export function play(
  rows: readonly Row[],
  rules: Rules,
  progress?: (submitted: number) => void,
): Outcome[] {
  const player = new Player(rows, rules);
  const { agenda } = player;
  let rounds = 0;
  for (let at = agenda.next(); at; at = agenda.next()) {
    player.round(agenda.take(at), at);
    if (progress && ++rounds % STEPS === 0) progress(agenda.arrived);
  }
  return player.outcomes;
}
