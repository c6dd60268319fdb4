import { expect, it } from "vitest";
import { type Entry, Replay, type Standing } from "./replay";

const RULES = { hourMs: 3_600, claimMs: 600, mostLive: 3 };
const GPU = 7;

let ids = 0;
const entry = (event: string, reservation: number, at: number, status: string): Entry => ({
  id: ++ids,
  at,
  event,
  reservation,
  gpu: GPU,
  status,
  cause: event === "completed" ? "TIME_UP" : undefined,
  mark: undefined,
  hours: event === "reserved" ? 1 : 0,
});

const standing = (id: number, changes: Partial<Standing> = {}): Standing => ({
  id,
  user: id,
  gpu: GPU,
  priority: 1,
  autoStart: false,
  status: "COMPLETED",
  turn: 1,
  startsAt: 100,
  endsAt: 3_700,
  ...changes,
});

const second = standing(2, { status: "EXPIRED", startsAt: null, endsAt: 4_400 });
const standings = [standing(1), second];

/** One is used up, the other passes on. */
const story = () => [
  entry("reserved", 1, 0, "WAITING"),
  entry("turn-given", 1, 0, "NOTIFIED"),
  entry("reserved", 2, 50, "WAITING"),
  entry("started", 1, 100, "ACTIVE"),
  entry("completed", 1, 3_750, "COMPLETED"),
  entry("turn-given", 2, 3_800, "NOTIFIED"),
  entry("turn-passed-on", 2, 4_500, "EXPIRED"),
];

const broken = (entries: readonly Entry[], end: readonly Standing[] = standings) =>
  new Replay(RULES, end).read(entries).broken.join("\n");

it("a story by the rules breaks none, and tells how late everything was", () => {
  const end = [standing(1), { ...second, endsAt: 4_400 }];
  const replay = new Replay(RULES, end).read(story());
  expect(replay.broken).toEqual([]);
  expect(replay.done.map(({ what, due, at }) => `${what}: ${at - due}`)).toEqual([
    "turn: 0",
    "end: 50",
    "turn: 100",
    "passing on: 100",
  ]);
});

it.each<[string, RegExp, (entries: Entry[]) => Entry[]]>([
  ["two holders", /1 holds it/, (all) => [...all.slice(0, 3), ...all.slice(5)]],
  ["a turn that was lost", /the log tells/, (all) => all.slice(0, 5)],
  ["a change of what is final", /already/, (all) => [...all, entry("started", 1, 9, "ACTIVE")]],
  ["what nobody reserved", /nobody reserved/, (all) => all.slice(1)],
  [
    "a start that comes too late",
    /too late/,
    (all) => all.map((one) => (one.event === "started" ? { ...one, at: 600 } : one)),
  ],
  [
    "an end that comes too early",
    /too early/,
    (all) => all.map((one) => (one.event === "completed" ? { ...one, at: 3_600 } : one)),
  ],
  [
    "a turn that passes on too early",
    /too early/,
    (all) => all.map((one) => (one.event === "turn-passed-on" ? { ...one, at: 4_399 } : one)),
  ],
])("finds %s", (_what, rule, change) => {
  expect(broken(change(story()))).toMatch(rule);
});

it("finds a turn that was given out of order, and knows who let the next one go first", () => {
  const waiting = { status: "NOTIFIED", startsAt: null, endsAt: null };
  const three = [1, 2, 3].map((id) => standing(id, { ...waiting, priority: 3 - id }));
  const reserved = three.map(({ id }) => entry("reserved", id, id, "WAITING"));
  const given = (id: number) => entry("turn-given", id, 10, "NOTIFIED");
  expect(broken([...reserved, given(2)], three)).toMatch(/it is the turn of 3/);
  const front = entry("moved-to-front", 1, 5, "WAITING");
  expect(broken([...reserved, front, given(3)], three)).toMatch(/it is the turn of 1/);
  const way = entry("gave-way", 3, 11, "WAITING");
  expect(broken([...reserved, given(3), way, given(2)], three)).not.toMatch(/it is the turn of/);
  expect(broken([...reserved, given(3), way, given(3)], three)).toMatch(/it is the turn of 2/);
});

it("finds overlapping use and one live reservation too many", () => {
  const uses = [standing(1), standing(2, { startsAt: 3_699, endsAt: 5_000 })];
  expect(broken([], uses)).toMatch(/uses 1 and 2 of GPU 7 overlap/);
  const same = [standing(1), standing(2, { user: 1 })];
  expect(broken(story(), same)).toMatch(/two on one GPU/);
});
