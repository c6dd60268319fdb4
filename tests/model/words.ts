/**
 * What can happen in a lab, as plain data: the same commands are given to the model, to the core
 * and to the portal, and a list of them is printed when they disagree.
 */
/** The lab of every life. Time is counted in whole minutes since START. */
export const START = Date.parse("2026-03-02T12:00:00+08:00");
export const GPUS = [0, 1, 2] as const;
export const MAX_HOURS = [6, 4, 6] as const;
/** 1 to 5 have accounts from the beginning, the others may register. */
export const PEOPLE = [1, 2, 3, 4, 5, 6] as const;
export const MEMBERS = 5;
const MULTIPLIERS = [1, 1, 0.5, 1.5, 1];
export const multiplierOf = (person: number): number => MULTIPLIERS[person - 1] ?? 1;
export const MAX_LIVE = 2;
/** What a new account gets, if it is approved with the default access. */
export const DEFAULT_ACCESS = { gpu: 0, priority: 1 } as const;

export type Access = { priority: number; enabled: boolean };

/** How the members see the GPUs at first; one of them does not see the last. */
export function firstAccess(person: number, gpu: number): Access | null {
  if (person > MEMBERS || (person === MEMBERS && gpu === 2)) return null;
  return { priority: (person + gpu) % 3, enabled: true };
}

/** Why administrators do what they do to others. */
export const BECAUSE = "because";

/** Who does something: whose it is, somebody else who is logged in, or an administrator. */
export type By = "owner" | "stranger" | "admin";

/** What somebody wishes for their latest reservation of a GPU. */
export type Wish = "start" | "cancel" | "release" | "giveWay" | "moveToFront" | "extend";

export type Account = {
  do: "approve" | "disableAccount" | "enableAccount";
  person: number;
  /** Whoever is approved gets the default access. */
  withAccess: boolean;
};
export type SetAccess = {
  do: "setAccess";
  person: number;
  gpu: number;
  /** Null: not visible. */
  access: Access | null;
  /** What waits may be cancelled for it. */
  mayCancel: boolean;
};
export type Reserve = {
  do: "reserve";
  by: "owner" | "admin";
  person: number;
  gpu: number;
  hours: number;
  autoStart: boolean;
};
export type Wished = { do: Wish; by: By; person: number; gpu: number; hours: number };
export type Switch = { do: "enableGpu" | "disableGpu" | "fault" | "recover"; gpu: number };
/** Out in so many minutes, for so many; null until it is brought back. */
export type TakeOut = { do: "takeOut"; gpu: number; inMinutes: number; forMinutes: number | null };

/** `person` and `gpu` may say who is meant at that moment: see `resolve`. */
export type Command =
  | { do: "register"; person: number }
  | Account
  | SetAccess
  | Reserve
  | Wished
  | Switch
  | TakeOut
  | { do: "bringBack"; gpu: number }
  /** What somebody sees at all. */
  | { do: "look"; person: number }
  | { do: "wait"; minutes: number }
  /** Until the moment before, or at which, the use ends or the turn passes on. */
  | { do: "waitForHolder"; gpu: number; early: number }
  /** By two workers at once, or one. */
  | { do: "sweep" | "sweepMails"; workers: number }
  /** The job of a mail comes: the n-th that was ever due, so many times at once. */
  | { do: "mailJob"; nth: number; times: number };

/** Whoever holds the GPU; who is first or last in its queue. */
export const HOLDER = 0;
export const FIRST = -1;
export const LAST = -2;
/** The account or the GPU that needs it. */
export const NEEDY = -3;
