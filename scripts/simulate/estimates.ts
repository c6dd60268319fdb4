/**
 * `npm run --silent simulate:estimates -- TRACE.csv`: replays a trace and reports how far the
 * estimates that people are shown when they reserve are from the turns that they get.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { forecast } from "../../lib/domain/forecast";
import { type Habits, NO_HABITS, withTurn } from "../../lib/domain/habits";
import { likely } from "../../lib/domain/likely";
import { newReservation } from "../../lib/domain/reservation";
import { DAY, type GpuState, HOUR, type Policy, type Reservation } from "../../lib/domain/words";
import { play } from "../../lib/simulator/play";
import { readWorkload } from "../../lib/simulator/read";
import type { Outcome, Row } from "../../lib/simulator/workload";
import { command } from "../command";
import { say } from "../start/console.mjs";
import { Failure } from "../start/failure.mjs";
import { workloadOf } from "./trace";

const POLICY: Policy = {
  claimWindowMinutes: 60,
  quietHours: null,
  timeZone: "Asia/Taipei",
  endingSoonMinutes: [],
  maxLiveReservations: Number.POSITIVE_INFINITY,
};

/** A row that was played, with whole milliseconds. */
type Told = {
  readonly id: number;
  readonly row: Row;
  readonly userId: number;
  readonly notified: number;
  readonly started: number;
  readonly ended: number;
};

const NEVER = Number.POSITIVE_INFINITY;

function toldOf(rows: readonly Row[], outcomes: readonly Outcome[]): Told[] {
  const users = [...new Set(rows.map(({ user }) => user))];
  const numbers = new Map(users.map((user, index) => [user, index]));
  return rows.flatMap((row, id) => {
    const { status, notified, started, ended } = outcomes[id] as Outcome;
    if (status === "REJECTED") return [];
    const userId = numbers.get(row.user) ?? 0;
    const at = (moment: typeof notified) => moment?.ms ?? NEVER;
    return { id, row, userId, notified: at(notified), started: at(started), ended: at(ended) };
  });
}

/** A reservation as it stood at an instant, before what is due then was done. */
function standing({ id, row, userId, notified, started }: Told, at: number): Reservation {
  const made = newReservation({
    id,
    userId,
    durationHours: row.hours,
    autoStart: false,
    priority: row.priority,
    reservedAt: row.submit.ms,
  });
  if (notified >= at) return made;
  if (started >= at) return { ...made, status: "NOTIFIED", notifiedAt: notified };
  const endsAt = started + row.hours * HOUR;
  return { ...made, status: "ACTIVE", notifiedAt: notified, startsAt: started, endsAt };
}

/** What is known at an instant of turns that are over. */
class Past {
  #habits = NO_HABITS;
  readonly #ends: Told[];

  constructor(told: readonly Told[]) {
    this.#ends = told
      .filter(({ notified }) => notified < NEVER)
      .toSorted((a, b) => a.ended - b.ended);
  }

  habitsAt(at: number): Habits {
    for (let [next] = this.#ends; next && next.ended <= at; [next] = this.#ends) {
      this.#habits = withTurn(this.#habits, {
        userId: next.userId,
        durationHours: next.row.hours,
        notifiedAt: next.notified,
        startsAt: next.started < NEVER ? next.started : null,
        endsAt: next.ended,
      });
      this.#ends.shift();
    }
    return this.#habits;
  }
}

/** Which share of the time the GPUs were held by each priority up to an instant. */
function crowdAt(told: readonly Told[], at: number, gpus: number): Map<number, number> {
  const first = Math.min(...told.map(({ row }) => row.submit.ms));
  const crowd = new Map<number, number>();
  const whole = (at - first + DAY) * gpus;
  for (const { row, notified, ended } of told) {
    if (notified >= at) continue;
    const held = Math.min(ended, at) - notified;
    crowd.set(row.priority, (crowd.get(row.priority) ?? 0) + held / whole);
  }
  return crowd;
}

/** How many hours a turn came after its estimates; `ahead` counts who was before it. */
type Miss = { readonly ahead: number; readonly whole: number; readonly likely: number };

function missesOf(told: readonly Told[]): Miss[] {
  const past = new Past(told);
  const gpus = new Set(told.map(({ row }) => row.gpu)).size;
  const bySubmit = told.toSorted((a, b) => a.row.submit.ms - b.row.submit.ms || a.id - b.id);
  return bySubmit.flatMap((one, index) => {
    const now = one.row.submit.ms;
    const habits = past.habitsAt(now);
    const reservations = bySubmit
      .slice(0, index + 1)
      .filter(({ row, ended }) => row.gpu === one.row.gpu && ended > now)
      .map((other) => standing(other, now));
    const state: GpuState = { enabled: true, healthy: true, outages: [], reservations };
    const whole = forecast(state, POLICY, now).get(one.id);
    const usual = likely(state, POLICY, now, habits, crowdAt(told, now, gpus)).get(one.id);
    if (!whole?.startsAt || !usual?.startsAt || one.notified === NEVER) return [];
    const isHeld = reservations.some(({ status }) => status !== "WAITING");
    return {
      ahead: whole.place - 1 + Number(isHeld),
      whole: (one.notified - whole.startsAt) / HOUR,
      likely: (one.notified - usual.startsAt) / HOUR,
    };
  });
}

const GROUPS: readonly (readonly [string, number, number])[] = [
  ["0", 0, 0],
  ["1", 1, 1],
  ["2", 2, 2],
  ["3-4", 3, 4],
  ["5-8", 5, 8],
  ["9 and more", 9, NEVER],
  ["any but 0", 1, NEVER],
];

const rank = (sorted: readonly number[], share: number) =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

function figures(misses: readonly number[]): string[] {
  const sorted = misses.toSorted((a, b) => a - b);
  const off = misses.map(Math.abs).toSorted((a, b) => a - b);
  return [rank(sorted, 0.5), rank(sorted, 0.9), rank(off, 0.5), rank(off, 0.9)].map((hours) =>
    hours.toFixed(2),
  );
}

function sayMisses(misses: readonly Miss[]): void {
  const cell = (text: string) => text.padStart(8);
  say("Hours from the estimate at the reservation to the turn; off: without regard to the sign");
  say(`${"".padEnd(20)}${"all hours used".padStart(32)}${"as people did before".padStart(32)}`);
  const heads = ["p50", "p90", "off p50", "off p90"].map(cell).join("");
  say(`${"ahead".padEnd(12)}${cell("turns")}${heads}${heads}`);
  for (const [label, least, most] of GROUPS) {
    const some = misses.filter(({ ahead }) => ahead >= least && ahead <= most);
    if (some.length === 0) continue;
    const cells = [
      String(some.length),
      ...figures(some.map(({ whole }) => whole)),
      ...figures(some.map((miss) => miss.likely)),
    ];
    say(`${label.padEnd(12)}${cells.map(cell).join("")}`);
  }
}

command(async () => {
  const [file] = process.argv.slice(2);
  if (!file) throw new Failure("npm run --silent simulate:estimates -- TRACE.csv");
  const folder = mkdtempSync(path.join(tmpdir(), "estimates-"));
  try {
    const workload = path.join(folder, "workload.csv");
    writeFileSync(workload, workloadOf(readFileSync(file, "utf8")));
    const { rows } = await readWorkload(workload);
    sayMisses(missesOf(toldOf(rows, play(rows, { ...POLICY, maxLive: null }))));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
