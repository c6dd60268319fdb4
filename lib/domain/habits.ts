/**
 * What people's turns came to, of those that are over: how many they claimed, how much of the time
 * that they asked for they used, and how long the GPU waited for them to start.
 */
import { HOUR } from "./words";

/** Of several turns together. */
export type Habit = {
  readonly turns: number;
  /** Turns that were claimed. */
  readonly uses: number;
  /** Which shares of their time those uses took, added up. */
  readonly shares: number;
  /** Which shares were to be expected of them by their lengths alone, added up. */
  readonly usual: number;
  /** From the turns to the starts, in ms; to their ends where nobody claimed them. */
  readonly unclaimed: number;
};

export const NO_HABIT: Habit = { turns: 0, uses: 0, shares: 0, usual: 0, unclaimed: 0 };

/** What is known: of all turns, of those of each length, and of each user. */
export type Habits = {
  readonly all: Habit;
  readonly byLength: ReadonlyMap<number, Habit>;
  readonly byUser: ReadonlyMap<number, Habit>;
};

export const NO_HABITS: Habits = { all: NO_HABIT, byLength: new Map(), byUser: new Map() };

/** Who asks for one hour leaves otherwise than who asks for ten: 1, 2-3, 4-7, 8-15 h and so on. */
const lengthOf = (durationHours: number): number => Math.floor(Math.log2(durationHours));

/** As much as so many turns weighs what is assumed before any is known. */
const PRIOR_TURNS = 3;

const mean = (sum: number, count: number, prior: number): number =>
  (sum + PRIOR_TURNS * prior) / (count + PRIOR_TURNS);

/** The share that people use of so many hours; all of it, as they may, before anything is known. */
function usualShare({ byLength }: Pick<Habits, "byLength">, durationHours: number): number {
  const { shares, uses } = byLength.get(lengthOf(durationHours)) ?? NO_HABIT;
  return mean(shares, uses, 1);
}

/** The share of so many hours that one user may be expected to use once they started: 0 to 1. */
export function expectedShare(habits: Habits, userId: number, durationHours: number): number {
  const { shares, usual, uses } = habits.byUser.get(userId) ?? NO_HABIT;
  const thanUsual = uses > 0 ? mean(shares / (usual / uses), uses, 1) : 1;
  return Math.min(1, thanUsual * usualShare(habits, durationHours));
}

/** How likely a user claims a turn, from 0 to 1, and how long it lies unclaimed, in ms. */
export function expectedClaim(
  { all, byUser }: Habits,
  userId: number,
): { readonly chance: number; readonly unclaimed: number } {
  const own = byUser.get(userId) ?? NO_HABIT;
  const overall = mean(all.uses, all.turns, 1);
  return {
    chance: mean(own.uses, own.turns, overall),
    unclaimed: mean(own.unclaimed, own.turns, mean(all.unclaimed, all.turns, 0)),
  };
}

/** Turns that are over, of one user who asked for the same hours. */
export type PastTurns = Pick<Habit, "turns" | "uses" | "unclaimed"> & {
  readonly userId: number;
  readonly durationHours: number;
  /** How long those uses took together, in ms. */
  readonly used: number;
};

const sum = (a: Habit = NO_HABIT, b: Habit): Habit => ({
  turns: a.turns + b.turns,
  uses: a.uses + b.uses,
  shares: a.shares + b.shares,
  usual: a.usual + b.usual,
  unclaimed: a.unclaimed + b.unclaimed,
});

/** What is known from many turns at once; what is usual is read from all of them. */
export function habitsOf(past: readonly PastTurns[]): Habits {
  const byLength = new Map<number, Habit>();
  const byUser = new Map<number, Habit>();
  let all = NO_HABIT;
  const counted = past.map((group) => {
    const { turns, uses, unclaimed } = group;
    const shares = group.used / (group.durationHours * HOUR);
    return { group, habit: { turns, uses, shares, usual: 0, unclaimed } };
  });
  for (const { group, habit } of counted) {
    const length = lengthOf(group.durationHours);
    byLength.set(length, sum(byLength.get(length), habit));
    all = sum(all, habit);
  }
  for (const { group, habit } of counted) {
    const usual = group.uses * usualShare({ byLength }, group.durationHours);
    byUser.set(group.userId, sum(byUser.get(group.userId), { ...habit, usual }));
  }
  return { all, byLength, byUser };
}
