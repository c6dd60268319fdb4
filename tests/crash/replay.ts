/**
 * What a run did, read from the audit log by a small model of its own: whoever breaks a rule of the
 * product is found here, whatever gpusched's own code thinks of it.
 */
import { byPlace, type Entry, FINAL, type Life, overlaps, type Standing } from "./lives";
import { type Change, Surroundings } from "./surroundings";

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

export class Replay {
  readonly broken: string[] = [];
  readonly done: Done[] = [];
  readonly turns: { reservation: number; turn: number; isStarted: boolean }[] = [];
  #lives = new Map<number, Life>();
  #around = new Surroundings();
  /** Since when each GPU is free. */
  #freeSince = new Map<number, number>();
  #standings: ReadonlyMap<number, Standing>;

  constructor(
    private readonly rules: Rules,
    standings: readonly Standing[],
  ) {
    this.#standings = new Map(standings.map((standing) => [standing.id, standing]));
  }

  /** Reads what happened in the order of the ids; on one GPU it was written one after the other. */
  read(told: readonly (Entry | Change)[]): this {
    for (const each of told) {
      if ("what" in each) this.#around.follow(each);
      else this.#follow(each);
    }
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
      .sort(byPlace(({ of: { user } }) => this.#around.priorityOf(user, gpu)));
  }

  #mayUse = ({ of: { user, gpu } }: Life): boolean => this.#around.mayUse(user, gpu);

  /** Whether a turn at `at` stays clear of maintenance, claimed at the last moment and used up. */
  #isClear({ of: { gpu, autoStart }, hours }: Life, at: number): boolean {
    const latestStart = autoStart ? at : at + this.rules.claimMs;
    const end = latestStart + hours * this.rules.hourMs;
    return this.#around.outWithin(gpu, at, end) === undefined;
  }

  /** Who waits and could go, first come first. */
  #able(gpu: number, at: number): Life[] {
    return this.#queue(gpu).filter((life) => this.#mayUse(life) && this.#isClear(life, at));
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
    if (!this.#around.mayUse(of.user, of.gpu)) this.#breaks(entry, "they may not use it");
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
      startsAt: 0,
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
      if (this.#able(entry.gpu, entry.at).length === 0) this.#breaks(entry, "nobody waits");
      Object.assign(life, { status: "WAITING", gaveWay: true, passedOver: true });
      this.#frees(entry, entry.at);
    },
    "turn-withdrawn": (life, entry) => {
      if (life.status !== "NOTIFIED") this.#breaks(entry, "it had no turn");
      if (this.#mayUse(life) && this.#isClear(life, life.notifiedAt))
        this.#breaks(entry, "nothing is in its way");
      life.status = "WAITING";
      this.#frees(entry, entry.at);
    },
    "turn-passed-on": (life, entry) => {
      if (life.status !== "NOTIFIED") this.#breaks(entry, "it had no turn");
      const due = life.notifiedAt + this.rules.claimMs;
      if (entry.at < due) this.#breaks(entry, "too early");
      const { user, gpu } = life.of;
      if (!this.#mayUse(life) && this.#around.accessSince(user, gpu) < due)
        this.#breaks(entry, "it was to be taken back");
      if (life.of.endsAt !== due) this.#breaks(entry, "not at its deadline");
      this.done.push({ what: "passing on", reservation: life.of.id, due, at: entry.at });
      life.status = "EXPIRED";
      this.#frees(entry, due);
    },
    started: (life, entry) => {
      if (life.status !== "NOTIFIED") this.#breaks(entry, "it had no turn");
      if (entry.at >= life.notifiedAt + this.rules.claimMs) this.#breaks(entry, "too late");
      if (!this.#mayUse(life)) this.#breaks(entry, "they may not use it");
      this.#starts(life, entry);
    },
    extended: (life, entry) => {
      if (life.status !== "ACTIVE" || life.endsAt <= entry.at) this.#breaks(entry, "not in use");
      if (this.#queue(entry.gpu).some(this.#mayUse)) this.#breaks(entry, "somebody waits");
      if (!this.#mayUse(life)) this.#breaks(entry, "they may not use it");
      life.hours += 1;
      life.endsAt += this.rules.hourMs;
      this.#staysClear(life, entry);
    },
    shortened: (life, entry) => this.#movesEnd(life, entry, -1),
    restored: (life, entry) => this.#movesEnd(life, entry, 1),
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
    if (!this.#around.gives(gpu)) this.#breaks(entry, "it is disabled or not well");
    if (!this.#mayUse(life)) this.#breaks(entry, "they may not use it");
    if (!this.#isClear(life, at)) this.#breaks(entry, "it would reach into maintenance");
    const able = this.#able(gpu, at);
    const next = able.find(({ passedOver }) => !passedOver) ?? able[0];
    if (next && next !== life) this.#breaks(entry, `it is the turn of ${next.of.id}`);
    const waitsSince = able.map((waiting) =>
      Math.max(waiting.waitsSince, this.#around.accessSince(waiting.of.user, gpu)),
    );
    const freeSince = this.#freeSince.get(gpu) ?? 0;
    const due = Math.max(freeSince, this.#around.changedAt(gpu, at), Math.min(...waitsSince));
    // What an administrator changes is written a moment after the one at which it is decided.
    this.done.push({ what: "turn", reservation: life.of.id, due: Math.min(due, at), at });
    for (const waiting of this.#queue(gpu)) waiting.passedOver = false;
    life.turns += 1;
    life.notifiedAt = at;
    life.status = "NOTIFIED";
    const { autoStart, id } = life.of;
    this.turns.push({ reservation: id, turn: life.turns, isStarted: autoStart });
    if (autoStart) this.#starts(life, entry);
  }

  #starts(life: Life, entry: Entry): void {
    life.status = "ACTIVE";
    life.startsAt = entry.at;
    life.endsAt = entry.at + life.hours * this.rules.hourMs;
    this.#staysClear(life, entry);
  }

  #staysClear({ of: { gpu }, endsAt }: Life, entry: Entry): void {
    const out = this.#around.outWithin(gpu, entry.at, endsAt);
    if (out !== undefined) this.#breaks(entry, "it reaches into maintenance");
  }

  /** A use ends after its hours, or where maintenance begins before. */
  #movesEnd(life: Life, entry: Entry, direction: -1 | 1): void {
    const { at, until } = entry;
    if (life.status !== "ACTIVE" || until === null) this.#breaks(entry, "not in use");
    const full = life.startsAt + life.hours * this.rules.hourMs;
    const end = Math.min(full, this.#around.outWithin(life.of.gpu, at, full) ?? full);
    if (until !== end) this.#breaks(entry, `it is to end at ${until}, not ${end}`);
    if (Math.sign(end - life.endsAt) !== direction) this.#breaks(entry, "it ends as before");
    life.endsAt = end;
  }

  #completed(life: Life, entry: Entry): void {
    const { at, cause } = entry;
    if (life.status !== "ACTIVE") this.#breaks(entry, "not in use");
    const isOut = (when: number) => this.#around.outWithin(entry.gpu, when, when + 1) !== undefined;
    const full = life.startsAt + life.hours * this.rules.hourMs;
    const isCut = life.endsAt < full && isOut(life.endsAt);
    // What maintenance ends at once is not as planned.
    const isPlanned = cause === "TIME_UP" || (cause === "MAINTENANCE" && at >= life.endsAt);
    const planned = isCut ? "MAINTENANCE" : "TIME_UP";
    if (isPlanned && cause !== planned) this.#breaks(entry, `it is not ${cause}`);
    if (isPlanned && at < life.endsAt) this.#breaks(entry, "too early");
    if (!isPlanned && at > life.endsAt) this.#breaks(entry, "its time was up before");
    if (!isPlanned && cause === "MAINTENANCE" && !isOut(at)) this.#breaks(entry, "it is not out");
    const end = isPlanned ? life.endsAt : at;
    if (life.of.endsAt !== end) this.#breaks(entry, `it ended at ${life.of.endsAt}, not ${end}`);
    if (isPlanned) this.done.push({ what: "end", reservation: life.of.id, due: end, at });
    life.status = "COMPLETED";
    this.#frees(entry, end);
  }

  #frees({ gpu }: Entry, at: number): void {
    this.#freeSince.set(gpu, at);
  }

  /** The table says what the log tells; nobody used a GPU with somebody else, or while it was out. */
  #compare(): void {
    const standings = [...this.#standings.values()];
    for (const { id, status, turn } of standings) {
      const life = this.#lives.get(id);
      if (life?.status === status && life.turns === turn) continue;
      const told = life ? `${life.status} after ${life.turns} turns` : "nothing";
      this.broken.push(`reservation ${id} is ${status} after ${turn} turns; the log tells ${told}`);
    }
    this.broken.push(...overlaps(standings));
    for (const { id, gpu, startsAt, endsAt } of standings) {
      const isUse = startsAt !== null && endsAt !== null;
      if (isUse && this.#around.outWithin(gpu, startsAt, endsAt) !== undefined)
        this.broken.push(`use ${id} of GPU ${gpu} reaches into its maintenance`);
    }
  }
}
