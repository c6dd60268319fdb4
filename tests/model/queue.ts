/**
 * The life of reservations once more, written from the product's rules and not from the code: slow,
 * plain, in whole minutes. What it shares with the portal is words.
 */
import { GPUS, MAX_HOURS, multiplierOf } from "./words";

export type Status = "WAITING" | "NOTIFIED" | "ACTIVE" | "COMPLETED" | "EXPIRED" | "CANCELLED";

export type Reservation = {
  /** Numbers them in the order in which they are made. */
  n: number;
  person: number;
  gpu: number;
  hours: number;
  autoStart: boolean;
  madeAt: number;
  status: Status;
  /** How many turns it has had. */
  turn: number;
  frontAt: number;
  gaveWay: boolean;
  /** Gave way just now. */
  polite: boolean;
  notifiedAt: number | null;
  startsAt: number | null;
  endsAt: number | null;
  cause: string | null;
  reason: string | null;
  endedBy: string;
  /** Which "ending soon" were said. */
  reminded: string[];
};

/** Maintenance, and who was told of it. */
export type Outage = { from: number; until: number; told: Set<number> };

export type Gpu = { enabled: boolean; faulty: boolean; outages: Outage[] };

export type Mail = { text: string; at: number; status: "PENDING" | "SENT" | "FAILED" };

/** Nobody: it became due. */
export const NOBODY = "-";
const HOUR = 60;
const DAY = 24 * HOUR;
const CLAIM_WINDOW = 60;
const REMINDERS = [60, 10];

/** Between 23:00 and 08:00 no claim window runs. Minute 0 is noon. */
const isQuiet = (minute: number) => {
  const ofDay = (minute + 12 * HOUR) % DAY;
  return ofDay >= 23 * HOUR || ofDay < 8 * HOUR;
};

const known = new Map<number, number>();

/** When a turn passes on: counted minute by minute. */
export function claimBy(turnAt: number): number {
  const before = known.get(turnAt);
  if (before !== undefined) return before;
  let at = turnAt;
  for (let left = CLAIM_WINDOW; left > 0; at++) if (!isQuiet(at)) left--;
  known.set(turnAt, at);
  return at;
}

export const longestHours = (person: number, gpu: number): number =>
  Math.floor((MAX_HOURS[gpu] ?? 0) * multiplierOf(person));

export const isLive = ({ status }: Reservation) =>
  status === "WAITING" || status === "NOTIFIED" || status === "ACTIVE";
const holds = ({ status }: Reservation) => status === "NOTIFIED" || status === "ACTIVE";

/** The queues of a lab, and what is said about them. */
export abstract class Queues {
  now = 0;
  readonly gpus: Gpu[] = GPUS.map(() => ({ enabled: true, faulty: false, outages: [] }));
  readonly reservations: Reservation[] = [];
  readonly mails: Mail[] = [];
  /** What was written down, by GPU; and in the office. */
  readonly log = new Map<string, string[]>();

  abstract isEligible(person: number, gpu: number): boolean;
  abstract priorityOf(person: number, gpu: number): number;

  of = (gpu: number) => this.reservations.filter((r) => r.gpu === gpu && isLive(r));
  holderOf = (gpu: number) => this.of(gpu).find(holds);

  note(where: string, what: string) {
    this.log.set(where, [...(this.log.get(where) ?? []), what]);
  }

  happened(r: Reservation, what: string, by: string, more = "") {
    this.note(`G${r.gpu}`, `${what} #${r.n} by ${by}${more}`);
  }

  mail(text: string) {
    this.mails.push({ text, at: this.now, status: "PENDING" });
  }

  tell(r: Reservation, kind: string, more = "") {
    this.mail(`${kind} to P${r.person} of #${r.n} turn ${r.turn}${more}`);
  }

  /** Those who wait, in the order of the queue. */
  queueOf(gpu: number): Reservation[] {
    return this.of(gpu)
      .filter(({ status }) => status === "WAITING")
      .sort(
        (a, b) =>
          b.frontAt - a.frontAt ||
          this.priorityOf(a.person, gpu) - this.priorityOf(b.person, gpu) ||
          a.madeAt - b.madeAt ||
          a.n - b.n,
      );
  }

  /** Whether all of its time, claimed at the last moment, stays clear of maintenance. */
  fits(r: Reservation, at: number): boolean {
    const start = r.autoStart ? at : claimBy(at);
    const end = start + r.hours * HOUR;
    return !this.outages(r.gpu).some(({ from, until }) => from < end && at < until);
  }

  outages = (gpu: number) =>
    (this.gpus[gpu]?.outages ?? []).filter(({ from, until }) => from < until);

  isOut = (gpu: number, at = this.now) =>
    this.outages(gpu).some(({ from, until }) => from <= at && at < until);

  /** Who could take the GPU's turn now, were it free; the first one does. */
  couldGo(gpu: number): Reservation[] {
    if (this.isOut(gpu)) return [];
    const able = this.queueOf(gpu).filter(
      (r) => this.isEligible(r.person, gpu) && this.fits(r, this.now),
    );
    return [...able.filter((r) => !r.polite), ...able.filter((r) => r.polite)];
  }

  end(r: Reservation, status: Status, at: number, cause: string, by = NOBODY, why = "") {
    Object.assign(r, { status, endsAt: at, cause, reason: why || null, endedBy: by });
  }

  /** Everything that is due on a GPU. */
  settle(gpu: number) {
    this.freeIfDue(gpu);
    this.giveTurn(gpu);
  }

  /** The holder's time is up, the turn passes on or is taken back, the end is near. */
  freeIfDue(gpu: number, by = NOBODY) {
    const r = this.holderOf(gpu);
    if (!r) return;
    if (r.startsAt !== null && r.endsAt !== null) {
      if (r.endsAt > this.now) return this.remind(r);
      const planned = r.startsAt + r.hours * HOUR;
      const isCut = r.endsAt < planned && this.isOut(gpu, r.endsAt);
      this.end(
        r,
        "COMPLETED",
        r.endsAt,
        isCut ? "MAINTENANCE" : "TIME_UP",
        NOBODY,
        isCut ? "fan" : "",
      );
      this.happened(r, "completed", NOBODY);
      this.tell(r, "ended", ` ${r.cause} at ${r.endsAt}`);
    } else if (r.notifiedAt !== null && claimBy(r.notifiedAt) <= this.now) {
      this.end(r, "EXPIRED", claimBy(r.notifiedAt), "CLAIM_WINDOW_OVER");
      this.happened(r, "turn-passed-on", NOBODY);
      this.tell(r, "turn-passed-on", ` until ${r.endsAt}`);
    } else if (!this.isEligible(r.person, gpu) || !this.fits(r, r.notifiedAt ?? 0)) {
      Object.assign(r, { status: "WAITING", notifiedAt: null });
      this.happened(r, "turn-withdrawn", by);
    }
  }

  /** So many minutes before each end, once; of several that are due only the latest. */
  remind(r: Reservation) {
    const { startsAt, endsAt } = r;
    if (startsAt === null || endsAt === null) return;
    const due = REMINDERS.filter((m) => endsAt - m > startsAt && endsAt - m <= this.now);
    const mark = `${Math.min(...due)} before ${endsAt}`;
    if (due.length === 0 || r.reminded.includes(mark)) return;
    r.reminded.push(mark);
    this.happened(r, "ending-soon", NOBODY, ` ${mark}`);
    this.tell(r, "ending-soon", ` ${mark}`);
  }

  giveTurn(gpu: number) {
    const { enabled, faulty } = this.gpus[gpu] ?? {};
    const [r] = this.couldGo(gpu);
    if (!r || !enabled || faulty || this.holderOf(gpu)) return;
    for (const other of this.of(gpu)) other.polite = false;
    Object.assign(r, { status: "NOTIFIED", notifiedAt: this.now, turn: r.turn + 1 });
    if (r.autoStart) this.begin(r);
    this.happened(r, "turn-given", NOBODY);
    if (r.autoStart) this.tell(r, "started", ` until ${r.endsAt}`);
    else this.tell(r, "your-turn", ` until ${claimBy(this.now)}`);
  }

  begin(r: Reservation) {
    Object.assign(r, { status: "ACTIVE", startsAt: this.now, endsAt: this.now + r.hours * HOUR });
  }

  /** A use ends after its hours, or where the first maintenance in its way begins. */
  plannedEnd(r: Reservation): number {
    const end = (r.startsAt ?? 0) + r.hours * HOUR;
    return this.outages(r.gpu)
      .filter(({ from, until }) => from < end && this.now < until)
      .reduce((earliest, { from }) => Math.min(earliest, from), end);
  }

  /** When whoever waits would start, if everybody starts at the turn and uses all of the time. */
  forecast(gpu: number): string {
    if (this.outages(gpu).some(({ until }) => until > this.now)) return "maintenance";
    const { enabled, faulty } = this.gpus[gpu] ?? {};
    const holder = this.holderOf(gpu);
    const free = holder ? (holder.endsAt ?? this.now + holder.hours * HOUR) : this.now;
    let clock = Math.max(this.now, free);
    const queue = this.queueOf(gpu);
    const [can, cannot] = [true, false].map((eligible) =>
      queue.filter((r) => this.isEligible(r.person, gpu) === eligible),
    ) as [Reservation[], Reservation[]];
    // Whoever gave way goes second; the others stay as they are.
    if (can[0]?.polite && can[1]) can.splice(0, 2, can[1], can[0]);
    const starts = can.map((r) => {
      const at = clock;
      clock += r.hours * HOUR;
      return `#${r.n}@${enabled && !faulty ? at : "?"}`;
    });
    return [...starts, ...cannot.map((r) => `#${r.n}@?`)].join(" ");
  }
}
