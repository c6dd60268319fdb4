/**
 * A second simulator, for nothing but to be compared with ours: slow, and written from the
 * sentences of docs/simulator.md alone. It shares no code with lib/, which may be wrong.
 */
import { HOUR, MINUTE, readInstant, type Ticks, ticksOf, writeInstant } from "./reference-instants";
import { deadlineOf } from "./reference-quiet";

/** A row of a workload as it stands in the file; a column that the file lacks is undefined. */
export type Row = {
  submit: string;
  user: string;
  gpu: string;
  priority: string;
  hours: string;
  claim_minutes?: string;
  release_hours?: string;
  cancel_minutes?: string;
};

/** The options of the command, as texts. */
export type Options = {
  claimWindowMinutes: string;
  quietHours: string;
  timeZone: string;
  maxLive: string;
};

export const DEFAULTS: Options = {
  claimWindowMinutes: "60",
  quietHours: "none",
  timeZone: "Asia/Taipei",
  maxLive: "0",
};

/** A row of the result, in the words of the file. */
export type Outcome = {
  row: string;
  status: string;
  notified: string;
  started: string;
  ended: string;
};

type Reservation = {
  place: number;
  user: string;
  gpu: string;
  priority: bigint;
  submit: Ticks;
  /** After so long it ends or is released. */
  use: Ticks;
  /** Start is pressed so long after the turn; null for never. */
  claimAfter: Ticks | null;
  cancelAt: Ticks | null;
  status:
    | "TO COME"
    | "WAITING"
    | "NOTIFIED"
    | "ACTIVE"
    | "COMPLETED"
    | "EXPIRED"
    | "CANCELLED"
    | "REJECTED";
  notified: Ticks | null;
  started: Ticks | null;
  ended: Ticks | null;
  deadline: Ticks | null;
};

const orNever = (text: string | undefined, unit: bigint) => (text ? ticksOf(text, unit) : null);

function reservationOf(row: Row, place: number): Reservation {
  const submit = readInstant(row.submit).at;
  const hours = ticksOf(row.hours, HOUR);
  const released = orNever(row.release_hours, HOUR);
  const cancelled = orNever(row.cancel_minutes, MINUTE);
  return {
    place,
    user: row.user,
    gpu: row.gpu,
    priority: BigInt(row.priority),
    submit,
    use: released !== null && released < hours ? released : hours,
    claimAfter: orNever(row.claim_minutes ?? "0", MINUTE),
    cancelAt: cancelled === null ? null : submit + cancelled,
    status: "TO COME",
    notified: null,
    started: null,
    ended: null,
    deadline: null,
  };
}

const isLive = ({ status }: Reservation) =>
  status === "WAITING" || status === "NOTIFIED" || status === "ACTIVE";
const isHolder = ({ status }: Reservation) => status === "NOTIFIED" || status === "ACTIVE";

const endOf = (one: Reservation) =>
  one.status === "ACTIVE" && one.started !== null ? one.started + one.use : null;
const closeOf = (one: Reservation) => (one.status === "NOTIFIED" ? one.deadline : null);
const cancelOf = (one: Reservation) =>
  one.status === "WAITING" || one.status === "NOTIFIED" ? one.cancelAt : null;
const submitOf = (one: Reservation) => (one.status === "TO COME" ? one.submit : null);
function startOf({ status, notified, claimAfter, deadline }: Reservation): Ticks | null {
  if (status !== "NOTIFIED" || notified === null || claimAfter === null || deadline === null) {
    return null;
  }
  return notified + claimAfter < deadline ? notified + claimAfter : null;
}

/** What is due next of everything that is known now; null when nothing is left to happen. */
function nextInstant(all: Reservation[]): Ticks | null {
  const due = all
    .flatMap((one) => [endOf(one), closeOf(one), cancelOf(one), submitOf(one), startOf(one)])
    .filter((instant) => instant !== null);
  return due.length === 0 ? null : due.reduce((least, one) => (one < least ? one : least));
}

/** Does once, in their order, the steps of one instant. */
function round(all: Reservation[], now: Ticks, options: Options): void {
  for (const one of all.filter((one) => endOf(one) === now)) {
    Object.assign(one, { status: "COMPLETED", ended: now });
  }
  for (const one of all.filter((one) => closeOf(one) === now)) {
    Object.assign(one, { status: "EXPIRED", ended: now });
  }
  for (const one of all.filter((one) => cancelOf(one) === now)) {
    Object.assign(one, { status: "CANCELLED", ended: now });
  }
  for (const one of all.filter((one) => submitOf(one) === now)) {
    const own = all.filter((other) => isLive(other) && other.user === one.user);
    const isOverCap = options.maxLive !== "0" && own.length >= Number(options.maxLive);
    const isDouble = own.some(({ gpu }) => gpu === one.gpu);
    one.status = isOverCap || isDouble ? "REJECTED" : "WAITING";
  }
  for (const one of all.filter((one) => startOf(one) === now)) {
    Object.assign(one, { status: "ACTIVE", started: now });
  }
  for (const gpu of new Set(all.map((one) => one.gpu))) {
    if (all.some((one) => one.gpu === gpu && isHolder(one))) continue;
    const queue = all.filter((one) => one.gpu === gpu && one.status === "WAITING").sort(inTurn);
    const [first] = queue;
    if (!first) continue;
    const deadline = deadlineOf(now, ticksOf(options.claimWindowMinutes, MINUTE), options);
    Object.assign(first, { status: "NOTIFIED", notified: now, deadline });
  }
}

function inTurn(one: Reservation, other: Reservation): number {
  if (one.priority !== other.priority) return one.priority < other.priority ? -1 : 1;
  if (one.submit !== other.submit) return one.submit < other.submit ? -1 : 1;
  return one.place - other.place;
}

/** What becomes of every row of a workload. */
export function playReference(rows: readonly Row[], options: Options): Outcome[] {
  const all = rows.map(reservationOf);
  // Every row passes through at most three states at instants of its own, and ends.
  for (let now = nextInstant(all); now !== null; now = nextInstant(all)) round(all, now, options);
  return rows.map((row, place) => {
    const one = all[place];
    if (!one || isLive(one)) throw new Error(`row ${place + 1} never ended`);
    const { style } = readInstant(row.submit);
    const write = (at: Ticks | null) => (at === null ? "" : writeInstant(at, style));
    return {
      row: String(place + 1),
      status: one.status,
      notified: write(one.notified),
      started: write(one.started),
      ended: write(one.ended),
    };
  });
}
