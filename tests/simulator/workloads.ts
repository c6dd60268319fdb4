/**
 * Random workloads on which a simulator gets things wrong: few people and cards, so that all are in
 * each other's way; a grid of instants, so that much falls on one; decimals that no floating point
 * number holds; nights in which clocks change.
 */
import fc from "fast-check";
import type { Options, Row } from "./reference";
import {
  MINUTE,
  NUMBER,
  SECOND,
  type Style,
  type Ticks,
  ticksOf,
  writeInstant,
} from "./reference-instants";

export type Workload = { rows: Row[]; options: Options };

/** Zones with instants at which their clocks change: by hours, by half an hour, at midnight, by a day. */
const CHANGES: readonly (readonly [timeZone: string, at: string])[] = [
  ["Europe/Berlin", "2026-03-29T01:00:00Z"],
  ["Europe/Berlin", "2026-10-25T01:00:00Z"],
  ["America/New_York", "2026-03-08T07:00:00Z"],
  ["America/New_York", "2026-11-01T06:00:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
  ["America/Sao_Paulo", "2018-11-04T03:00:00Z"],
  ["America/Sao_Paulo", "2018-02-18T02:00:00Z"],
  ["Africa/Cairo", "2026-04-23T22:00:00Z"],
  ["Asia/Beirut", "2026-10-24T21:00:00Z"],
  ["America/Santiago", "2026-09-06T04:00:00Z"],
  ["Antarctica/Troll", "2026-03-29T01:00:00Z"],
  ["Pacific/Chatham", "2026-04-04T14:00:00Z"],
  ["Pacific/Apia", "2011-12-30T10:00:00Z"],
  ["Africa/Casablanca", "2026-02-15T02:00:00Z"],
  ["Asia/Kathmandu", "1985-12-31T18:30:00Z"],
  ["Africa/Monrovia", "1972-01-07T00:44:30Z"],
  ["Asia/Taipei", "1895-12-31T15:54:00Z"],
  ["Asia/Taipei", "2026-03-02T15:00:00Z"],
  ["UTC", "1970-01-01T00:00:00Z"],
];

/** Names that a program may stumble over. */
const PEOPLE = ["a", "b", "A", "01", "1", "b,c", 'the "boss"', "two\nlines", "王小明", "__proto__"];
const CARDS = ["g", "h", "constructor", "GPU 0, left", "卡"];
const OFFSETS = ["Z", "+00:00", "+08:00", "-03:30", "+05:45", "+10:30", "-11:00", "+14:00"];
const OTHER_OFFSETS = ["z", "-00:00", "+08", "-0330", "+0545"];

/** Ways to write an instant; most workloads have but the common ones. */
const styles: fc.Arbitrary<Style> = fc.oneof(
  fc.constantFrom(0, 0, 0, 1, 2, 6, 45).map((decimals) => ({ ...NUMBER, decimals })),
  fc.record({
    offset: fc.constantFrom(...OFFSETS, ...OFFSETS, ...OTHER_OFFSETS),
    separator: fc.constantFrom("T", "T", "T", " ", "t"),
    hasMarks: fc.constant(true),
    hasSeconds: fc.boolean(),
    decimals: fc.constantFrom(0, 0, 0, 3, 6, 9),
  }),
  fc.record({
    offset: fc.constantFrom("Z", "+0800", "-0330", "+08", "z"),
    separator: fc.constantFrom("T", "T", "t"),
    hasMarks: fc.constant(false),
    hasSeconds: fc.boolean(),
    decimals: fc.constantFrom(0, 0, 3),
  }),
);
/** Spans that no floating point number holds, and such as programs write floating point numbers. */
const odd = fc.oneof(
  fc.constantFrom("0.07", "0.1", "0.333333333333333", "1.005", "7.77", "60.0", "0.000000000000001"),
  fc.constantFrom("0.00012345678901234567", "5e-05", "1.5E1", "0.016666666666666666"),
  fc.double({ min: 1e-9, max: 100, noNaN: true }).map(String),
);

/** `whole` shifted right by so many decimal digits, negative for left: (7, 2) is "0.07". */
function decimal(whole: number, digits: number): string {
  if (digits <= 0) return `${whole}${whole === 0 ? "" : "0".repeat(-digits)}`;
  const text = String(whole).padStart(digits + 1, "0");
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * The grid of a workload: every instant and every span a multiple of 36 s / 10^digits, which is a
 * finite decimal in seconds, in minutes and in hours.
 */
const gridOf = (digits: number) => ({
  seconds: (steps: number) => decimal(36 * steps, digits),
  minutes: (steps: number) => decimal(6 * steps, digits + 1),
  hours: (steps: number) => decimal(steps, digits + 2),
  ticks: (steps: number): Ticks =>
    digits < 0
      ? BigInt(36 * steps) * 10n ** BigInt(-digits) * SECOND
      : (BigInt(36 * steps) * SECOND) / 10n ** BigInt(digits),
});

/** What the clocks of a zone show, so that what happens on the grid falls on ends of quiet hours. */
const clockAt = (epochSeconds: number, timeZone: string) =>
  new Date(epochSeconds * 1_000).toLocaleTimeString("en-GB", { timeZone, timeStyle: "short" });

const clockTime = (base: number, timeZone: string) =>
  fc.oneof(
    fc.integer({ min: -2, max: 16 }).map((halves) => clockAt(base + halves * 1_800, timeZone)),
    fc.constantFrom("00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "08:00", "23:59"),
  );

const quietHours = (base: number, timeZone: string) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constant("none" as const) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(clockTime(base, timeZone), clockTime(base, timeZone))
        .filter(([start, end]) => start !== end),
    },
  );

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Quiet hours that leave so much of a day that a window takes days, not months, to go by. */
function suiting(quiet: readonly [string, string] | "none", window: string): string {
  if (quiet === "none") return quiet;
  const [start, end] = quiet;
  const counted = (minutesOf(start) - minutesOf(end) + 1440) % 1440;
  return counted < 720 && counted * 3 < Number(window) ? `${end}-${start}` : `${start}-${end}`;
}

/** A window that the options take: not finer than a millisecond. */
const claimWindow = (digits: number) =>
  fc.oneof(
    {
      weight: 1,
      arbitrary: fc.constantFrom("60", "0.05", "1", "90.5", "0.00035", "1440", "5000"),
    },
    {
      weight: 3,
      arbitrary: fc.integer({ min: 1, max: 6 }).map(gridOf(Math.min(digits, 3)).minutes),
    },
  );

/** A span, or one that is a hair shorter or longer. */
const about = (span: string) =>
  fc.constantFrom(-1n, 0n, 0n, 1n).map((hairs) => {
    const seconds = ticksOf(span, SECOND) + (hairs * SECOND) / 10n ** 9n;
    return writeInstant(seconds, NUMBER);
  });

const orNever = (text: fc.Arbitrary<string>, weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant("") }, { weight: 9, arbitrary: text });

/** When a workload begins, how fine its grid is, and how many rows it has at most. */
type Frame = { base: Ticks; digits: number; most: number };

function submission({ base, digits, most }: Frame): fc.Arbitrary<string> {
  const grid = gridOf(digits);
  const at = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.nat(12 + Math.floor(most / 4)).map((steps) => base + grid.ticks(steps)),
    },
    {
      weight: 1,
      arbitrary: fc
        .integer({ min: -99, max: 99 })
        .map((tiny) => base + BigInt(tiny) * (SECOND / 10n ** 15n)),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: -90, max: 90 }).map((m) => base + BigInt(m) * MINUTE),
    },
  );
  return fc.tuple(at, styles, fc.constantFrom(".", ",", ".")).map(([instant, style, point]) => {
    const text = writeInstant(instant, style);
    return style.offset === null ? text : text.replace(".", point);
  });
}

function row(frame: Frame, window: string): fc.Arbitrary<Row> {
  const { minutes, hours } = gridOf(frame.digits);
  const crowd = Array.from({ length: Math.floor(frame.most / 8) }, (_, number) => `u${number}`);
  const claim = fc.oneof(
    { weight: 3, arbitrary: fc.constant("0") },
    { weight: 3, arbitrary: fc.nat(8).map(minutes) },
    { weight: 2, arbitrary: about(window) },
    { weight: 1, arbitrary: odd },
  );
  const release = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }).map(hours) },
    { weight: 1, arbitrary: fc.oneof(odd, about("1"), fc.constantFrom("2.0", "99")) },
  );
  const cancel = fc.oneof(
    { weight: 1, arbitrary: fc.constant("0") },
    { weight: 3, arbitrary: fc.nat(14).map(minutes) },
    { weight: 1, arbitrary: fc.oneof(odd, about(window)) },
  );
  return fc.record({
    submit: submission(frame),
    user: fc.constantFrom(...PEOPLE.slice(0, 3), ...PEOPLE, ...crowd),
    gpu: fc.constantFrom("g", "g", "h", ...CARDS),
    priority: fc.constantFrom("0", "1", "1", "2", "9", "10", "1000000000"),
    hours: fc.constantFrom("1", "1", "1", "2", "3", "48"),
    claim_minutes: orNever(claim, 2),
    release_hours: orNever(release, 5),
    cancel_minutes: orNever(cancel, 9),
  });
}

const OPTIONAL = ["claim_minutes", "release_hours", "cancel_minutes"] as const;

const without = (rows: Row[], absent: readonly (keyof Row)[]) =>
  rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).filter(([name]) => !absent.includes(name as keyof Row)),
      ) as Row,
  );

const settings = fc.record({
  change: fc.constantFrom(...CHANGES),
  /** So long before the clocks change the workload begins. */
  halfHoursBefore: fc.integer({ min: -4, max: 30 }),
  digits: fc.constantFrom(-2, -2, -2, -1, 0, 3, 4, 5, 7, 12),
  maxLive: fc.constantFrom("0", "0", "1", "2", "3"),
  absent: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray([...OPTIONAL])),
});

/** Workloads of up to `most` rows with options that suit them. */
export function workloads(most = 16): fc.Arbitrary<Workload> {
  return settings.chain(({ change: [timeZone, at], halfHoursBefore, digits, maxLive, absent }) => {
    const base = Date.parse(at) / 1_000 - halfHoursBefore * 1_800;
    return fc.tuple(claimWindow(digits), quietHours(base, timeZone)).chain(([window, quiet]) => {
      const oneRow = row({ base: BigInt(base) * SECOND, digits, most }, window);
      const rows = fc.array(oneRow, { minLength: 1, maxLength: most, size: "max" });
      const quietHours = suiting(quiet, window);
      const options = { claimWindowMinutes: window, quietHours, timeZone, maxLive };
      return rows.map((rows) => ({ rows: without(rows, absent), options }));
    });
  });
}
