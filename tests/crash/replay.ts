/**
 * What a run did, read from the audit log by a small model of its own: whoever breaks a rule of the
 * product is found here, whatever gpusched's own code thinks of it. It knows a lab without
 * maintenance, faults, and changes of access.
 */

export const FINAL = ["COMPLETED", "EXPIRED", "CANCELLED"];

export type Entry = {
  readonly id: number;
  readonly at: number;
  readonly event: string;
  readonly reservation: number;
  readonly gpu: number;
  readonly status: string;
  readonly cause: string | undefined;
  readonly mark: string | undefined;
  /** What is reserved, where that is what happened. */
  readonly hours: number;
};

/** A reservation as it stands in the end. */
export type Standing = {
  readonly id: number;
  readonly user: number;
  readonly gpu: number;
  readonly priority: number;
  readonly autoStart: boolean;
  readonly status: string;
  readonly turn: number;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
};

/** Something that became due, and was done. */
export type Done = {
  readonly what: "turn" | "end" | "passing on";
  readonly reservation: number;
  readonly due: number;
  readonly at: number;
};

export type Rules = {
  readonly hourMs: number;
  readonly claimMs: number;
  readonly mostLive: number;
};

type Life = {
  readonly of: Standing;
  readonly hours: number;
  status: string;
  turns: number;
  /** Since when it stands in the queue. */
  waitsSince: number;
  readonly reservedAt: number;
  movedAt: number;
  passedOver: boolean;
  gaveWay: boolean;
  notifiedAt: number;
  endsAt: number;
  readonly marks: Set<string>;
};

const byPlace = (a: Life, b: Life): number =>
  b.movedAt - a.movedAt ||
  a.of.priority - b.of.priority ||
  a.reservedAt - b.reservedAt ||
  a.of.id - b.of.id;

export class Replay {
  readonly broken: string[] = [];
  readonly done: Done[] = [];
  readonly turns: { reservation: number; turn: number; isStarted: boolean }[] = [];
  #lives = new Map<number, Life>();
  /** Since when each GPU is free. */
  #freeSince = new Map<number, number>();
  #standings: ReadonlyMap<number, Standing>;

  constructor(
    private readonly rules: Rules,
    standings: readonly Standing[],
  ) {
    this.#standings = new Map(standings.map((standing) => [standing.id, standing]));
  }

  /** Reads entries in the order of their ids; those of one GPU were written one after the other. */
  read(entries: readonly Entry[]): this {
    for (const entry of entries) this.#follow(entry);
    this.#compare();
    return this;
  }

  #breaks(entry: Entry, rule: string): void {
    const { id, at, event, reservation, gpu } = entry;
    const when = new Date(at).toISOString();
    this.broken.push(`${when} entry ${id}: ${event} of ${reservation} on GPU ${gpu}: ${rule}`);
  }

  #of(gpu: number): Life[] {
    return [...this.#lives.values()].filter(
      (life) => life.of.gpu === gpu && !FINAL.includes(life.status),
    );
  }

  #holder(gpu: number): Life | undefined {
    return this.#of(gpu).find(({ status }) => status !== "WAITING");
  }

  #queue(gpu: number): Life[] {
    return this.#of(gpu)
      .filter(({ status }) => status === "WAITING")
      .sort(byPlace);
  }

  #follow(entry: Entry): void {
    const { event, reservation, at } = entry;
    if (event === "reserved") {
      this.#reserved(entry);
      return;
    }
    const life = this.#lives.get(reservation);
    if (!life) {
      this.#breaks(entry, "nobody reserved it");
      return;
    }
    if (FINAL.includes(life.status)) {
      this.#breaks(entry, `it was ${life.status} already`);
      return;
    }
    const follow = this.#events[event];
    if (!follow) {
      this.#breaks(entry, "unknown");
      return;
    }
    const was = life.status;
    follow(life, entry);
    if (life.status !== entry.status) this.#breaks(entry, `${was} became ${entry.status}`);
    life.status = entry.status;
    if (was !== "WAITING" && life.status === "WAITING") life.waitsSince = at;
  }

  #reserved(entry: Entry): void {
    const { reservation, at, hours } = entry;
    const of = this.#standings.get(reservation);
    if (!of || this.#lives.has(reservation)) {
      this.#breaks(entry, "there is no such, or two");
      return;
    }
    const live = [...this.#lives.values()].filter(
      ({ of: { user }, status, endsAt }) =>
        user === of.user && !FINAL.includes(status) && !(status === "ACTIVE" && endsAt <= at),
    );
    if (live.length >= this.rules.mostLive) this.#breaks(entry, "too many live ones");
    if (live.some(({ of: { gpu } }) => gpu === of.gpu)) this.#breaks(entry, "two on one GPU");
    this.#lives.set(reservation, {
      of,
      hours,
      status: "WAITING",
      turns: 0,
      waitsSince: at,
      reservedAt: at,
      movedAt: 0,
      passedOver: false,
      gaveWay: false,
      notifiedAt: 0,
      endsAt: 0,
      marks: new Set(),
    });
  }

  readonly #events: Readonly<Record<string, (life: Life, entry: Entry) => void>> = {
    "moved-to-front": (life, entry) => {
      if (life.status !== "WAITING") this.#breaks(entry, "it did not wait");
      life.movedAt = entry.at;
      life.passedOver = false;
    },
    "turn-given": (life, entry) => this.#turnGiven(life, entry),
    "gave-way": (life, entry) => {
      if (life.status !== "NOTIFIED" || life.gaveWay) this.#breaks(entry, "it may not");
      if (this.#queue(entry.gpu).length === 0) this.#breaks(entry, "nobody waits");
      Object.assign(life, { status: "WAITING", gaveWay: true, passedOver: true });
      this.#frees(entry, entry.at);
    },
    "turn-passed-on": (life, entry) => {
      if (life.status !== "NOTIFIED") this.#breaks(entry, "it had no turn");
      const due = life.notifiedAt + this.rules.claimMs;
      if (entry.at < due) this.#breaks(entry, "too early");
      if (life.of.endsAt !== due) this.#breaks(entry, "not at its deadline");
      this.done.push({ what: "passing on", reservation: life.of.id, due, at: entry.at });
      life.status = "EXPIRED";
      this.#frees(entry, due);
    },
    started: (life, entry) => {
      if (life.status !== "NOTIFIED") this.#breaks(entry, "it had no turn");
      if (entry.at >= life.notifiedAt + this.rules.claimMs) this.#breaks(entry, "too late");
      this.#starts(life, entry.at);
    },
    extended: (life, entry) => {
      if (life.status !== "ACTIVE" || life.endsAt <= entry.at) this.#breaks(entry, "not in use");
      if (this.#queue(entry.gpu).length > 0) this.#breaks(entry, "somebody waits");
      life.endsAt += this.rules.hourMs;
    },
    "ending-soon": (life, entry) => {
      if (life.status !== "ACTIVE") this.#breaks(entry, "not in use");
      if (life.marks.has(entry.mark ?? "")) this.#breaks(entry, "told twice");
      life.marks.add(entry.mark ?? "");
    },
    completed: (life, entry) => this.#completed(life, entry),
    cancelled: (life, entry) => {
      if (life.status === "ACTIVE") this.#breaks(entry, "in use");
      if (life.status === "NOTIFIED") this.#frees(entry, entry.at);
      life.status = "CANCELLED";
    },
  };

  #turnGiven(life: Life, entry: Entry): void {
    const { gpu, at } = entry;
    const holder = this.#holder(gpu);
    if (holder) this.#breaks(entry, `${holder.of.id} holds it`);
    const queue = this.#queue(gpu);
    const next = queue.find(({ passedOver }) => !passedOver) ?? queue[0];
    if (next && next !== life) this.#breaks(entry, `it is the turn of ${next.of.id}`);
    const waitsSince = Math.min(...queue.map((waiting) => waiting.waitsSince));
    const due = Math.max(this.#freeSince.get(gpu) ?? 0, waitsSince);
    this.done.push({ what: "turn", reservation: life.of.id, due, at });
    for (const waiting of queue) waiting.passedOver = false;
    life.turns += 1;
    life.notifiedAt = at;
    life.status = "NOTIFIED";
    const { autoStart, id } = life.of;
    this.turns.push({ reservation: id, turn: life.turns, isStarted: autoStart });
    if (autoStart) this.#starts(life, at);
  }

  #starts(life: Life, at: number): void {
    life.status = "ACTIVE";
    life.endsAt = at + life.hours * this.rules.hourMs;
  }

  #completed(life: Life, entry: Entry): void {
    if (life.status !== "ACTIVE") this.#breaks(entry, "not in use");
    const isTimeUp = entry.cause === "TIME_UP";
    if (isTimeUp && entry.at < life.endsAt) this.#breaks(entry, "too early");
    if (!isTimeUp && entry.at > life.endsAt) this.#breaks(entry, "its time was up before");
    const end = isTimeUp ? life.endsAt : entry.at;
    if (life.of.endsAt !== end) this.#breaks(entry, `it ended at ${life.of.endsAt}, not ${end}`);
    if (isTimeUp) {
      this.done.push({ what: "end", reservation: life.of.id, due: end, at: entry.at });
    }
    life.status = "COMPLETED";
    this.#frees(entry, end);
  }

  #frees({ gpu }: Entry, at: number): void {
    this.#freeSince.set(gpu, at);
  }

  /** The table says what the log tells, and no two uses of a GPU overlap. */
  #compare(): void {
    for (const { id, status, turn } of this.#standings.values()) {
      const life = this.#lives.get(id);
      if (life?.status === status && life.turns === turn) continue;
      const told = life ? `${life.status} after ${life.turns} turns` : "nothing";
      this.broken.push(`reservation ${id} is ${status} after ${turn} turns; the log tells ${told}`);
    }
    const uses = [...this.#standings.values()].filter(({ startsAt }) => startsAt !== null);
    uses.sort((a, b) => a.gpu - b.gpu || (a.startsAt ?? 0) - (b.startsAt ?? 0));
    for (const [index, use] of uses.entries()) {
      const before = uses[index - 1];
      if (before?.gpu !== use.gpu || (before.endsAt ?? 0) <= (use.startsAt ?? 0)) continue;
      this.broken.push(`uses ${before.id} and ${use.id} of GPU ${use.gpu} overlap`);
    }
  }
}
