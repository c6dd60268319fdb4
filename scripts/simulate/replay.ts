/** Replays what was played, and compares what people were told when they reserved with what came. */

import { outlookOf } from "../../lib/domain/outlook";
import {
  KNOWN_DAYS,
  KNOWN_TURNS,
  NO_PAST,
  oneTurn,
  type Past,
  pastFrom,
} from "../../lib/domain/past";
import { newReservation } from "../../lib/domain/reservation";
import { DAY, type GpuState, HOUR, type Policy, type Reservation } from "../../lib/domain/words";
import { play } from "../../lib/simulator/play";
import type { Outcome, Row } from "../../lib/simulator/workload";

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

/** What the pages of the portal knew of a GPU at an instant: see lib/reservations/queries-past.ts. */
function knownAt(ofGpu: readonly Told[], now: number): Past {
  const over = ofGpu
    .filter(({ notified, ended }) => notified > now - KNOWN_DAYS * DAY && ended <= now)
    .toSorted((a, b) => b.notified - a.notified)
    .slice(0, KNOWN_TURNS);
  if (over.length === 0) return NO_PAST;
  return pastFrom(
    over.map(({ row, userId, notified, started, ended }) =>
      oneTurn({
        userId,
        durationHours: row.hours,
        priority: row.priority,
        notifiedAt: notified,
        startsAt: started < NEVER ? started : null,
        endsAt: ended,
      }),
    ),
    now,
  );
}

/** How many hours a turn came after what was said of it. */
export type Miss = {
  readonly priority: number;
  /** Who was before it, with the holder. */
  readonly ahead: number;
  /** After the promise, which holds if nobody is overtaken and all use their time. */
  readonly promised: number;
  /** After what pages say. */
  readonly said: number;
};

/** Who was submitted before another one, or is the same. */
const isMadeBy = (other: Told, one: Told) =>
  other.row.submit.ms < one.row.submit.ms ||
  (other.row.submit.ms === one.row.submit.ms && other.id <= one.id);

function missOf(one: Told, ofGpu: readonly Told[]): Miss[] {
  const now = one.row.submit.ms;
  const reservations = ofGpu
    .filter((other) => other.ended > now && isMadeBy(other, one))
    .map((other) => standing(other, now));
  const state: GpuState = { enabled: true, healthy: true, outages: [], reservations };
  const told = outlookOf(state, POLICY, now, knownAt(ofGpu, now)).get(one.id);
  if (!told || told.startsAt === null || told.fullUseAt === null) return [];
  if (one.notified === NEVER) return [];
  const isHeld = reservations.some(({ status }) => status !== "WAITING");
  const after = (at: number) => (one.notified - at) / HOUR;
  return [
    {
      priority: one.row.priority,
      ahead: told.place - 1 + Number(isHeld),
      promised: after(told.fullUseAt),
      said: after(told.startsAt),
    },
  ];
}

/** What a workload's people were told, by the rules of a portal as it is set up. */
export function missesOf(rows: readonly Row[]): Miss[] {
  const told = toldOf(rows, play(rows, { ...POLICY, maxLive: null }));
  const gpus = new Map<string, Told[]>();
  for (const one of told) gpus.set(one.row.gpu, [...(gpus.get(one.row.gpu) ?? []), one]);
  return told.flatMap((one) => missOf(one, gpus.get(one.row.gpu) ?? []));
}
