/** Random lives of a lab, in which what matters happens often enough. */
import fc from "fast-check";
import {
  type By,
  type Command,
  FIRST,
  HOLDER,
  LAST,
  MEMBERS,
  NEEDY,
  PEOPLE,
  type Wish,
} from "./words";

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
const anyAccess = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ priority: fc.nat(2), enabled: fc.constantFrom(true, true, false) }),
  },
  fc.constant(null),
);
const wish = (person: fc.Arbitrary<number>, what: Wish, on = gpu) =>
  fc.record({ do: is(what), by, person, gpu: on, hours });
const access = (person: fc.Arbitrary<number>, on = gpu) =>
  fc.record({ do: is("setAccess"), person, gpu: on, access: anyAccess, mayCancel: fc.boolean() });
const outage = (on: fc.Arbitrary<number>) =>
  fc.record({
    do: is("takeOut"),
    gpu: on,
    inMinutes: fc.constantFrom(0, 30, 60, 150, 150, 400),
    forMinutes: fc.constantFrom(null, 30, 180, 1440),
  });
const reservation = (on: fc.Arbitrary<number>) =>
  fc.record({
    do: is("reserve"),
    by: is("owner", "owner", "owner", "admin"),
    person: somebody,
    gpu: on,
    hours,
    autoStart: fc.constantFrom(false, false, true),
  });

const WEIGHTED: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
  [20, reservation(gpu)],
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
  [3, access(somebody)],
  [2, access(mostlyHolder)],
  [1, fc.record({ do: is("disableGpu", "fault"), gpu })],
  [3, fc.record({ do: is("enableGpu", "recover"), gpu: mostlyNeedyGpu })],
  [1, outage(gpu)],
  [2, fc.record({ do: is("bringBack"), gpu: mostlyNeedyGpu })],
  [1, fc.record({ do: is("look"), person: anyone })],
  [5, fc.record({ do: is("wait"), minutes })],
  [6, fc.record({ do: is("waitForHolder"), gpu, early: fc.constantFrom(0, 0, 1, 10, 60) })],
  [6, fc.record({ do: is("sweep"), workers: twice })],
  [1, fc.record({ do: is("sweepMails"), workers: twice })],
  [2, fc.record({ do: is("mailJob"), nth: fc.nat(40), times: twice })],
];

/**
 * What chance hardly ever brings together: somebody gives way while no turn can be given, and then
 * something happens to those who wait.
 */
const politeness = fc
  .tuple(
    reservation(fc.constant(0)),
    reservation(fc.constant(0)),
    fc.constantFrom<Command>({ do: "disableGpu", gpu: 0 }, { do: "fault", gpu: 0 }),
    wish(fc.constant(HOLDER), "giveWay", fc.constant(0)),
    fc.array(
      fc.oneof(
        wish(is(FIRST, LAST), "cancel", fc.constant(0)),
        wish(is(FIRST, LAST), "moveToFront", fc.constant(0)),
        reservation(fc.constant(0)),
      ),
      { maxLength: 3, size: "max" },
    ),
  )
  .map(([first, second, off, giveWay, then]): Command[] => [
    ...[first, second, off, giveWay, ...then],
    { do: off.do === "fault" ? "recover" : "enableGpu", gpu: 0 },
  ]);

/** At the cap over all GPUs, when a use of another one is over and nobody has swept yet. */
const atTheCap = fc
  .record({ person: member, on: is(0, 1), early: is(0, 1), hours: is(1, 2) })
  .map(({ person, on, early, hours }): Command[] => {
    const ask = { do: "reserve", by: "owner", person, hours } as const;
    return [
      { ...ask, gpu: on, autoStart: true },
      { ...ask, gpu: 1 - on, hours: 2, autoStart: true },
      { do: "waitForHolder", gpu: on, early },
      { ...ask, gpu: 2, autoStart: false },
    ];
  });

/** Something about a GPU at the very moment at which its holder is to leave it, or just before. */
const onTheDot = fc
  .tuple(
    is(0, 1),
    fc.oneof(
      ...(["start", "cancel", "giveWay", "release", "extend"] as const).map((what) =>
        wish(fc.constant(HOLDER), what, fc.constant(0)),
      ),
      access(fc.constant(HOLDER), fc.constant(0)),
      access(fc.constant(HOLDER), fc.constant(0)),
      outage(fc.constant(0)),
    ),
  )
  .map(([early, then]): Command[] => [{ do: "waitForHolder", gpu: 0, early }, then]);

const scenes: fc.Arbitrary<Command[]> = fc.oneof(
  ...WEIGHTED.map(([weight, one]) => ({ weight, arbitrary: fc.tuple(one) })),
  { weight: 1, arbitrary: politeness },
  { weight: 1, arbitrary: atTheCap },
  { weight: 3, arbitrary: onTheDot },
);

/** A life of a lab. */
export const lives: fc.Arbitrary<Command[]> = fc
  .noBias(fc.array(scenes, { minLength: 1, maxLength: 100, size: "max" }))
  .map((parts) => parts.flat());
