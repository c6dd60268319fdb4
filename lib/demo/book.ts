import { longestReservationHours } from "@/lib/domain/limits";
import type { EndCause, Instant, Policy, ReservationStatus } from "@/lib/domain/words";
import { type DemoGpu, type DemoPerson, nameOf } from "./lab";

/** A reservation of the demo, past or live. GPU and user by name. */
export type DemoReservation = {
  readonly gpu: string;
  readonly username: string;
  readonly status: ReservationStatus;
  readonly hours: number;
  readonly autoStart: boolean;
  readonly reservedAt: Instant;
  readonly turnAt: Instant | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly endCause: EndCause | null;
  readonly endReason: string | null;
};

/** Everything that was ever reserved, kept such that nobody had more than the rules allow. */
export class Book {
  readonly reservations: DemoReservation[] = [];
  readonly #mostLive: number;

  constructor({ maxLiveReservations }: Policy) {
    this.#mostLive = maxLiveReservations;
  }

  add(reservation: DemoReservation): void {
    this.reservations.push(reservation);
  }

  /** Whether somebody sees the GPU and might have had a reservation for it in that time. */
  allows(person: DemoPerson, gpu: DemoGpu, hours: number, from: Instant, to: Instant): boolean {
    if (gpu.priorities[person.lab] === null) return false;
    if (hours > longestReservationHours(gpu.maxHours, person.timeMultiplier)) return false;
    const meanwhile = this.reservations.filter(
      ({ username, reservedAt, endsAt }) =>
        username === person.username && reservedAt <= to && (endsAt === null || endsAt >= from),
    );
    const onThisGpu = meanwhile.some((other) => other.gpu === nameOf(gpu));
    return !onThisGpu && meanwhile.length < this.#mostLive;
  }
}
