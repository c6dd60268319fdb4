import { expect, it } from "vitest";
import type { Entry, Standing } from "./lives";
import { Replay } from "./replay";
import type { Change } from "./surroundings";

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
  until: null,
});

/** Server 3's GPU as it is, which three people may use. */
const gpu = (at: number, gives = true): Change => {
  return { id: ++ids, at, what: "gpu", gpu: GPU, server: 3, gives };
};
const access = (user: number, priority: number | null, enabled = true, at = 0): Change => {
  return { id: ++ids, at, what: "access", gpu: GPU, user, enabled, priority };
};
const out = (at: number, from: number, until: number | null, server: number | null = null) => {
  const of = { gpu: server === null ? GPU : null, server };
  return {
    id: ++ids,
    at,
    what: "maintenance",
    maintenance: 1,
    ...of,
    from,
    until,
  } satisfies Change;
};
const lab = [gpu(0), ...[1, 2, 3].map((user) => access(user, 1))];

const standing = (id: number, changes: Partial<Standing> = {}): Standing => ({
  id,
  user: id,
  gpu: GPU,
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

const read = (told: readonly (Entry | Change)[], end: readonly Standing[] = standings) =>
  new Replay(RULES, end).read([...lab, ...told]);
const broken = (told: readonly (Entry | Change)[], end: readonly Standing[] = standings) =>
  read(told, end).broken.join("\n");

it("a story by the rules breaks none, and tells how late everything was", () => {
  const end = [standing(1), { ...second, endsAt: 4_400 }];
  const replay = read(story(), end);
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
  const three = [1, 2, 3].map((id) => standing(id, waiting));
  const priorities = [1, 2, 3].map((user) => access(user, 3 - user));
  const reserved = [...priorities, ...three.map(({ id }) => entry("reserved", id, id, "WAITING"))];
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

const turn = [entry("reserved", 1, 0, "WAITING"), entry("turn-given", 1, 10, "NOTIFIED")] as const;
const [reserved, given] = turn;
const notified = [standing(1, { status: "NOTIFIED", startsAt: null, endsAt: null })];
const before = (change: Change) => broken([reserved, change, given], notified);

it("finds a turn on a GPU that is disabled, not well or out, and one of who may not use it", () => {
  expect(before(gpu(5))).toBe("");
  expect(before(gpu(5, false))).toMatch(/disabled or not well/);
  expect(before(out(5, 5, null))).toMatch(/reach into maintenance/);
  expect(before(out(5, 4_000, 5_000))).toMatch(/reach into maintenance/);
  expect(before(out(5, 4_000, 5_000, 3))).toMatch(/reach into maintenance/);
  expect(before(out(5, 4_210, 5_000))).toBe("");
  expect(before(out(5, 4_000, 5_000, 4))).toBe("");
  expect(before(access(1, 1, false))).toMatch(/may not use it/);
  expect(before(access(1, null))).toMatch(/may not use it/);
});

it("knows since when a turn could be given", () => {
  const due = (...changes: Change[]) => read([reserved, ...changes, given], notified).done[0]?.due;
  expect(due()).toBe(0);
  expect(due(gpu(3, false), gpu(7))).toBe(7);
  expect(due(access(1, 1, false, 4), access(1, 1, true, 6))).toBe(6);
  expect(due(out(1, 1, 8))).toBe(8);
});

it("follows a use that maintenance cuts short, and finds one that it does not", () => {
  const start = entry("started", 1, 100, "ACTIVE");
  const cut = { ...entry("shortened", 1, 1_000, "ACTIVE"), until: 2_000 };
  const end = { ...entry("completed", 1, 2_100, "COMPLETED"), cause: "MAINTENANCE" };
  const planned = out(1_000, 2_000, null);
  const told = [reserved, given, start, planned, cut, end];
  const used = [standing(1, { endsAt: 2_000 })];
  expect(broken(told, used)).toBe("");
  expect(broken([reserved, given, start, planned, { ...cut, until: 2_500 }, end], used)).toMatch(
    /to end at 2500, not 2000/,
  );
  const ignored = { ...end, at: 3_700, cause: "TIME_UP" };
  expect(broken([reserved, given, start, planned, ignored], [standing(1)])).toMatch(
    /reaches into its maintenance/,
  );
});

it("finds a turn that was taken back from who could go", () => {
  const back = entry("turn-withdrawn", 1, 20, "WAITING");
  const waits = [standing(1, { status: "WAITING", startsAt: null, endsAt: null })];
  expect(broken([reserved, given, back], waits)).toMatch(/nothing is in its way/);
  const suspended = access(1, 1, false, 15);
  expect(broken([reserved, given, suspended, back], waits)).toBe("");
});

it("finds a turn that was not taken back from who could not go", () => {
  const passed = entry("turn-passed-on", 1, 620, "EXPIRED");
  const expired = [standing(1, { status: "EXPIRED", startsAt: null, endsAt: 610 })];
  const told = (at: number) => [reserved, given, access(1, 1, false, at), passed];
  expect(broken(told(15), expired)).toMatch(/to be taken back/);
  expect(broken(told(615), expired)).toBe("");
});
