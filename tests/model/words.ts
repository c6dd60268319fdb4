/**
 * What can happen in a lab, as plain data: the same commands are given to the model, to the core
 * and to the portal, and a list of them is printed when they disagree.
 */
import fc from "fast-check";

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

const is = <Name extends string | number>(...names: Name[]) => fc.constantFrom(...names);
const anyone = fc.integer({ min: 1, max: PEOPLE.length });
const member = fc.integer({ min: 1, max: MEMBERS });
const somebody = fc.oneof({ weight: 3, arbitrary: member }, { weight: 1, arbitrary: anyone });
const mostlyHolder = fc.oneof(
  { weight: 12, arbitrary: fc.constant(HOLDER) },
  { weight: 2, arbitrary: is(FIRST, LAST) },
  { weight: 3, arbitrary: somebody },
);
const mostlyWaiting = fc.oneof({ weight: 3, arbitrary: is(FIRST, LAST) }, somebody);
// One of them has a long queue.
const gpu = fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2);
const mostlyNeedy = fc.oneof({ weight: 8, arbitrary: fc.constant(NEEDY) }, somebody);
const mostlyNeedyGpu = fc.oneof({ weight: 8, arbitrary: fc.constant(NEEDY) }, gpu);
const hours = fc.constantFrom(1, 1, 2, 2, 3, 4, 5, 6);
const by = fc.oneof(
  { weight: 10, arbitrary: is<By>("owner") },
  { weight: 4, arbitrary: is<By>("admin") },
  { weight: 1, arbitrary: is<By>("stranger") },
);
const twice = fc.constantFrom(1, 1, 1, 2);
const minutes = fc.constantFrom(1, 20, 49, 59, 60, 61, 180, 240, 700, 1440);
const access = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ priority: fc.nat(2), enabled: fc.constantFrom(true, true, false) }),
  },
  fc.constant(null),
);
const wish = (person: fc.Arbitrary<number>, what: Wish) =>
  fc.record({ do: is(what), by, person, gpu, hours });

const WEIGHTED: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
  [
    20,
    fc.record({
      do: is("reserve"),
      by: is("owner", "owner", "owner", "admin"),
      person: somebody,
      gpu,
      hours,
      autoStart: fc.constantFrom(false, false, true),
    }),
  ],
  [8, wish(mostlyHolder, "start")],
  [3, wish(mostlyHolder, "cancel")],
  [1, wish(mostlyWaiting, "cancel")],
  [4, wish(mostlyHolder, "giveWay")],
  [2, wish(mostlyHolder, "release")],
  [4, wish(mostlyHolder, "extend")],
  [3, wish(mostlyWaiting, "moveToFront")],
  [1, fc.record({ do: is("register"), person: anyone })],
  [
    5,
    fc.record({
      do: is("approve", "enableAccount"),
      person: mostlyNeedy,
      withAccess: fc.boolean(),
    }),
  ],
  [
    1,
    fc.record({ do: is("disableAccount"), person: mostlyHolder, withAccess: fc.constant(false) }),
  ],
  [3, fc.record({ do: is("setAccess"), person: somebody, gpu, access, mayCancel: fc.boolean() })],
  [
    2,
    fc.record({ do: is("setAccess"), person: mostlyHolder, gpu, access, mayCancel: fc.boolean() }),
  ],
  [1, fc.record({ do: is("disableGpu", "fault"), gpu })],
  [3, fc.record({ do: is("enableGpu", "recover"), gpu: mostlyNeedyGpu })],
  [
    1,
    fc.record({
      do: is("takeOut"),
      gpu,
      inMinutes: fc.constantFrom(0, 30, 60, 150, 150, 400),
      forMinutes: fc.constantFrom(null, 30, 180, 1440),
    }),
  ],
  [2, fc.record({ do: is("bringBack"), gpu: mostlyNeedyGpu })],
  [1, fc.record({ do: is("look"), person: anyone })],
  [5, fc.record({ do: is("wait"), minutes })],
  [6, fc.record({ do: is("waitForHolder"), gpu, early: fc.constantFrom(0, 0, 1, 10, 60) })],
  [6, fc.record({ do: is("sweep"), workers: twice })],
  [1, fc.record({ do: is("sweepMails"), workers: twice })],
  [2, fc.record({ do: is("mailJob"), nth: fc.nat(40), times: twice })],
];

/** A life of a lab. */
export const lives: fc.Arbitrary<Command[]> = fc.noBias(
  fc.array(fc.oneof(...WEIGHTED.map(([weight, arbitrary]) => ({ weight, arbitrary }))), {
    minLength: 1,
    maxLength: 100,
    size: "max",
  }),
);
