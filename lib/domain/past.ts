/**
 * What the turns that a GPU had tell of those that it will have. Pages and the replay that measures
 * them (docs/simulator.md) fold the same turns by this one function.
 */
import { type Habits, habitsOf, NO_HABITS, type PastTurns } from "./habits";
import { DAY, type Instant } from "./words";

/** Of each GPU so many turns say enough, and no page reads more however long the past is. */
export const KNOWN_TURNS = 100;
/** Older ones tell of people who have gone and of work that is done. */
export const KNOWN_DAYS = 180;

/** Which share of a GPU's time those of a priority held, from 0 to 1. */
export type Crowd = ReadonlyMap<number, number>;

export type Past = { readonly habits: Habits; readonly crowd: Crowd };

export const NO_PAST: Past = { habits: NO_HABITS, crowd: new Map() };

/** Turns that are over, of one user who asked for the same hours at the same priority. */
export type HeldTurns = PastTurns & {
  readonly priority: number;
  /** How long they held the GPU together from their turns on, in ms. */
  readonly held: number;
  /** When the first of them was given. */
  readonly since: Instant;
};

/** A turn that is over. */
export type PastTurn = Pick<HeldTurns, "userId" | "durationHours" | "priority"> & {
  readonly notifiedAt: Instant;
  /** Null where nobody claimed it. */
  readonly startsAt: Instant | null;
  readonly endsAt: Instant;
};

/** One turn that says something of its user. */
export function oneTurn({ notifiedAt, startsAt, endsAt, ...whose }: PastTurn): HeldTurns {
  return {
    ...whose,
    turns: 1,
    uses: startsAt === null ? 0 : 1,
    used: startsAt === null ? 0 : endsAt - startsAt,
    unclaimed: (startsAt ?? endsAt) - notifiedAt,
    held: endsAt - notifiedAt,
    since: notifiedAt,
  };
}

function crowdOf(past: readonly HeldTurns[], now: Instant): Crowd {
  const since = Math.min(...past.map((turns) => turns.since));
  const crowd = new Map<number, number>();
  for (const { priority, held } of past) {
    // A day more, so that a short past does not look crowded.
    const share = held / (now - since + DAY);
    crowd.set(priority, (crowd.get(priority) ?? 0) + share);
  }
  return crowd;
}

/**
 * What is known at an instant from the newest turns of one GPU that are over (`KNOWN_TURNS`, of the
 * last `KNOWN_DAYS`). Those with `turns` 0 say nothing of their users, but held the GPU all the same.
 */
export function pastFrom(past: readonly HeldTurns[], now: Instant): Past {
  return { habits: habitsOf(past.filter(({ turns }) => turns > 0)), crowd: crowdOf(past, now) };
}
