/** What of the old reservations cannot all be true, and which of them then is. */
import { HOUR, type Instant } from "@/lib/domain/words";
import type { Life } from "./life";
import type { Problem } from "./reading";

export type Candidate = {
  /** Its old id; of one that is here already, "#" and its id here. */
  readonly key: string;
  readonly userId: number;
  readonly gpuId: number;
  readonly hours: number;
  readonly life: Life;
};

/** When a GPU is out for maintenance; `until` is null while nobody knows. */
export type Outage = { gpuId: number; from: Instant; until: Instant | null };

type Use = { from: Instant; to: Instant; key: string };

const isLive = ({ status }: Life) =>
  status === "WAITING" || status === "NOTIFIED" || status === "ACTIVE";
const isHolder = ({ status }: Life) => status === "NOTIFIED" || status === "ACTIVE";
const called = (key: string) => (key.startsWith("#") ? `${key} here` : key);

/** Uses of one GPU of which none overlaps another, the earliest first. */
class Calendar {
  readonly #uses: Use[] = [];

  /** The use that overlaps, or undefined; then it is entered. One without any length never does. */
  enter(use: Use): Use | undefined {
    if (use.to <= use.from) return undefined;
    let [low, high] = [0, this.#uses.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#uses[middle]?.to ?? 0) <= use.from) low = middle + 1;
      else high = middle;
    }
    const next = this.#uses[low];
    if (next && next.from < use.to) return next;
    this.#uses.splice(low, 0, use);
    return undefined;
  }
}

/** Everything that holds or once held, first come, first taken; what is here already came first. */
export class Claims {
  readonly #calendars = new Map<number, Calendar>();
  readonly #holders = new Map<number, string>();
  readonly #live = new Map<string, string>();
  readonly #outages: readonly Outage[];

  constructor(outages: readonly Outage[]) {
    this.#outages = outages;
  }

  /** Takes a reservation, or says why it cannot be beside those that are taken. */
  take(candidate: Candidate): Problem | null {
    const { key, userId, gpuId, life } = candidate;
    const own = `${userId}/${gpuId}`;
    const other = this.#live.get(own);
    if (isLive(life) && other !== undefined) {
      return { what: "its user has another live one for its GPU", detail: called(other) };
    }
    const holder = this.#holders.get(gpuId);
    if (isHolder(life) && holder !== undefined) {
      return { what: "its GPU is held by another one", detail: called(holder) };
    }
    if (isHolder(life) && this.#isOut(candidate)) {
      return { what: "its GPU is out for maintenance", detail: "" };
    }
    const overlapped = this.#enter(gpuId, life, key);
    if (overlapped)
      return { what: "its use overlaps another one's", detail: called(overlapped.key) };
    if (isLive(life)) this.#live.set(own, key);
    if (isHolder(life)) this.#holders.set(gpuId, key);
    return null;
  }

  #enter(gpuId: number, { startsAt, endsAt }: Life, key: string): Use | undefined {
    if (startsAt === null || endsAt === null) return undefined;
    const calendar = this.#calendars.get(gpuId) ?? new Calendar();
    this.#calendars.set(gpuId, calendar);
    return calendar.enter({ from: startsAt, to: endsAt, key });
  }

  #isOut({ gpuId, hours, life }: Candidate): boolean {
    const from = life.startsAt ?? life.notifiedAt ?? 0;
    const to = life.endsAt ?? from + hours * HOUR;
    return this.#outages.some(
      (outage) =>
        outage.gpuId === gpuId &&
        outage.from < to &&
        (outage.until === null || outage.until > from),
    );
  }
}

/**
 * The order in which candidates are taken: uses and turns by when they began, then what waits by
 * its place.
 */
export function byClaim(a: Candidate, b: Candidate): number {
  const began = ({ life }: Candidate) =>
    life.startsAt ?? life.notifiedAt ?? Number.POSITIVE_INFINITY;
  const [first, second] = [began(a), began(b)];
  return first === second ? 0 : first - second;
}
