/**
 * Random lives of one GPU: what people, administrators and time do to it, in any order. The
 * properties of the core are looked for in them, and the engine must do the same in the database.
 */
import fc from "fast-check";
import { cancel, extend, giveWay, moveToFront, release, start } from "@/lib/domain/actions";
import { accept, type Decision, type Verdict } from "@/lib/domain/decision";
import { withOutages } from "@/lib/domain/maintenance";
import { settle, settleHolder } from "@/lib/domain/settle";
import { type GpuState, type Instant, MINUTE, type Outage, type Policy } from "@/lib/domain/words";
import { gpu, waiting } from "./core";

export const PEOPLE = 5;
export const MAX_HOURS = 6;

/** One thing that happens. `person` is a user's number from 1 on, or HOLDER. */
export type Deed =
  | { do: "reserve"; person: number; hours: number; autoStart: boolean }
  | { do: "start" | "cancel" | "giveWay" | "release"; person: number }
  | { do: "extend"; person: number; hours: number }
  | { do: "bar" | "admit"; person: number }
  | { do: "prioritise"; person: number; priority: number }
  | { do: "moveToFront"; person: number }
  /** Out in so many minutes, for so many; null until it is brought back. */
  | { do: "takeOut"; inMinutes: number; forMinutes: number | null }
  /** The first outage that is not over. */
  | { do: "bringBack" }
  | { do: "disable" | "enable" | "break" | "repair" }
  | { do: "wait"; minutes: number };

/** Whoever holds the GPU at that moment: most deeds are about them. */
const HOLDER = 0;

const anyone = fc.integer({ min: 1, max: PEOPLE });
const mostlyHolder = fc.oneof({ weight: 3, arbitrary: fc.constant(HOLDER) }, anyone);
const hours = fc.integer({ min: 1, max: MAX_HOURS });
const minutes = fc.constantFrom(0, 1, 20, 59, 60, 61, 180, 1440);
const is = <Name extends Deed["do"]>(...names: Name[]) => fc.constantFrom(...names);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: is("reserve"), person: anyone, hours, autoStart: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ do: is("start"), person: mostlyHolder }) },
  {
    weight: 7,
    arbitrary: fc.record({ do: is("cancel", "giveWay", "release"), person: mostlyHolder }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("extend"), person: mostlyHolder, hours }) },
  { weight: 1, arbitrary: fc.record({ do: is("bar"), person: mostlyHolder }) },
  { weight: 2, arbitrary: fc.record({ do: is("admit"), person: anyone }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: is("prioritise"), person: anyone, priority: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ do: is("moveToFront"), person: anyone }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: is("takeOut"),
      inMinutes: fc.constantFrom(0, 1, 60, 150, 1440),
      forMinutes: fc.constantFrom(null, 30, 180, 1440),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is("bringBack") }) },
  { weight: 1, arbitrary: fc.record({ do: is("disable", "break") }) },
  { weight: 2, arbitrary: fc.record({ do: is("enable", "repair") }) },
  { weight: 6, arbitrary: fc.record({ do: is("wait"), minutes }) },
);

/** A life of up to so many deeds. */
export const lives = (most = 40) => fc.array(deed, { minLength: 10, maxLength: most, size: "max" });

/** What the core is told about people; the rest is in the reservations. */
export type Person = { priority: number; eligible: boolean };

export type World = {
  now: Instant;
  nextId: number;
  people: ReadonlyMap<number, Person>;
  state: GpuState;
};

export function newWorld(now: Instant): World {
  const people = new Map<number, Person>();
  for (let each = 1; each <= PEOPLE; each++)
    people.set(each, { priority: each % 3, eligible: true });
  return { now, nextId: 1, people, state: gpu([]) };
}

/** The state with priority and eligibility as they are now: they are read at the decision. */
function upToDate({ people, state }: World): GpuState {
  const reservations = state.reservations.map((known) => ({
    ...known,
    ...people.get(known.userId),
  }));
  return { ...state, reservations };
}

function wishOf(deed: Deed, world: World, state: GpuState, rules: Policy): Verdict | null {
  if (!("person" in deed)) return null;
  const { now, nextId } = world;
  const own = state.reservations.find(({ userId }) => userId === deed.person);
  const id = own?.id ?? 0;
  switch (deed.do) {
    case "start":
      return start(state, id, rules, now);
    case "cancel":
      return cancel(state, id, "owner", null, now);
    case "giveWay":
      return giveWay(state, id, rules, now);
    case "release":
      return release(state, id, "owner", null, now);
    case "moveToFront":
      return moveToFront(state, id, now);
    case "extend":
      return extend(state, id, deed.hours, MAX_HOURS, now);
    case "reserve": {
      const person = world.people.get(deed.person);
      if (own || !person?.eligible) return null;
      const { hours: durationHours, autoStart } = deed;
      const details = { userId: deed.person, durationHours, autoStart, reservedAt: now, ...person };
      const after = waiting(nextId, details);
      const reservations = [...state.reservations, after];
      return accept({ state: { ...state, reservations }, steps: [{ event: "reserved", after }] });
    }
    default:
      return null;
  }
}

/** The world after what the deed changes outside the reservations. */
function circumstances(world: World, deed: Deed): World {
  const { state } = world;
  const with_ = (id: number, change: Partial<Person>): World => {
    const known = world.people.get(id) ?? { priority: 1, eligible: true };
    return { ...world, people: new Map(world.people).set(id, { ...known, ...change }) };
  };
  switch (deed.do) {
    case "bar":
      return with_(deed.person, { eligible: false });
    case "admit":
      return with_(deed.person, { eligible: true });
    case "prioritise":
      return with_(deed.person, { priority: deed.priority });
    case "disable":
    case "enable":
      return { ...world, state: { ...state, enabled: deed.do === "enable" } };
    case "break":
    case "repair":
      return { ...world, state: { ...state, healthy: deed.do === "repair" } };
    case "wait":
      return { ...world, now: world.now + deed.minutes * MINUTE };
    default:
      return world;
  }
}

/** One deed as the engine decides on it: what is due, the wish, what follows. */
export type Scene = {
  /** What was done, by whom. */
  deed: Deed;
  world: World;
  /** What the core was given. */
  given: GpuState;
  decisions: Decision[];
  refused: boolean;
};

/** The deed with the holder's number in the place of HOLDER. */
function byName(deed: Deed, { reservations }: GpuState): Deed {
  if (!("person" in deed) || deed.person !== HOLDER) return deed;
  const holder = reservations.find(({ status }) => status === "NOTIFIED" || status === "ACTIVE");
  return { ...deed, person: holder?.userId ?? 1 };
}

const isOpen = ({ from, until }: Outage, now: Instant) =>
  until === null || until > Math.max(now, from);

/** The outages after a deed about them; undefined for any other deed, and one that is refused. */
export function outagesAfter(
  outages: readonly Outage[],
  deed: Deed,
  now: Instant,
): readonly Outage[] | undefined {
  if (deed.do === "takeOut") {
    const from = now + deed.inMinutes * MINUTE;
    const until = deed.forMinutes === null ? null : from + deed.forMinutes * MINUTE;
    const meets = (other: Outage) =>
      other.from < (until ?? Number.POSITIVE_INFINITY) &&
      from < (other.until ?? Number.POSITIVE_INFINITY);
    return outages.some(meets) ? undefined : [...outages, { from, until }];
  }
  if (deed.do !== "bringBack") return undefined;
  const open = outages.find((outage) => isOpen(outage, now));
  if (!open) return undefined;
  const rest = outages.filter((outage) => outage !== open);
  return open.from >= now ? rest : [...rest, { ...open, until: now }];
}

/** A change of outages as the command decides on it: nobody gets a turn only to lose it. */
function playOutages(world: World, given: GpuState, deed: Deed, rules: Policy): Scene | null {
  const { now } = world;
  const outages = outagesAfter(given.outages, deed, now);
  if (!outages) return null;
  const freed = settleHolder(given, rules, now);
  const changed = withOutages(freed.state, outages, rules, now);
  const after = { ...world, state: changed.state };
  return { deed, world: after, given, decisions: [freed, changed], refused: false };
}

/** Plays one deed. */
export function play(before: World, wanted: Deed, rules: Policy): Scene {
  const deed = byName(wanted, before.state);
  const world = circumstances(before, deed);
  const given = upToDate(world);
  const changed = playOutages(world, given, deed, rules);
  if (changed) return changed;
  const due = settle(given, rules, world.now);
  const verdict = wishOf(deed, world, due.state, rules);
  const decisions: Decision[] = [due];
  if (verdict?.ok) decisions.push(verdict, settle(verdict.state, rules, world.now));
  const state = decisions.at(-1)?.state ?? given;
  const nextId = world.nextId + (deed.do === "reserve" && verdict?.ok ? 1 : 0);
  const refused = verdict?.ok === false;
  return { deed, world: { ...world, state, nextId }, given, decisions, refused };
}
