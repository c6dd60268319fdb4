/**
 * What holds beside reservations, as a run left it behind: which GPU gives turns, when it is out for
 * maintenance, and who may use it how. Half-open times in ms, as everywhere here.
 */

/** A change of it, told by a trigger in the transaction that made it (tests/crash/lab.ts). */
export type Change = {
  readonly id: number;
  readonly at: number;
} & (
  | {
      readonly what: "gpu";
      readonly gpu: number;
      readonly server: number;
      /** It is enabled and healthy. */
      readonly gives: boolean;
    }
  | {
      readonly what: "access";
      readonly gpu: number;
      readonly user: number;
      readonly enabled: boolean;
      /** Null: they do not see it any more. */
      readonly priority: number | null;
    }
  | {
      readonly what: "maintenance";
      readonly maintenance: number;
      /** One of these two is what is taken out. */
      readonly gpu: number | null;
      readonly server: number | null;
      readonly from: number;
      readonly until: number | null;
    }
);

type Maintenance = Extract<Change, { what: "maintenance" }>;

const endOf = ({ until }: Maintenance): number => until ?? Number.POSITIVE_INFINITY;

export class Surroundings {
  #gpus = new Map<number, { server: number; gives: boolean; changedAt: number }>();
  #access = new Map<string, { enabled: boolean; priority: number; changedAt: number }>();
  #maintenance = new Map<number, Maintenance>();

  follow(change: Change): void {
    const { at } = change;
    if (change.what === "gpu") {
      const { gpu, server, gives } = change;
      this.#gpus.set(gpu, { server, gives, changedAt: at });
    } else if (change.what === "access") {
      const { gpu, user, enabled, priority } = change;
      if (priority === null) this.#access.delete(`${user} ${gpu}`);
      else this.#access.set(`${user} ${gpu}`, { enabled, priority, changedAt: at });
    } else {
      this.#maintenance.set(change.maintenance, change);
      for (const [gpu, card] of this.#gpus) if (this.#isOf(change, gpu)) card.changedAt = at;
    }
  }

  /** Whether a GPU gives turns at all. */
  gives(gpu: number): boolean {
    return this.#gpus.get(gpu)?.gives ?? false;
  }

  mayUse(user: number, gpu: number): boolean {
    return this.#access.get(`${user} ${gpu}`)?.enabled ?? false;
  }

  priorityOf(user: number, gpu: number): number {
    return this.#access.get(`${user} ${gpu}`)?.priority ?? Number.POSITIVE_INFINITY;
  }

  /** Since when somebody's access to a GPU is what it is. */
  accessSince(user: number, gpu: number): number {
    return this.#access.get(`${user} ${gpu}`)?.changedAt ?? 0;
  }

  /** When maintenance of a GPU first begins that overlaps a span; undefined where none does. */
  outWithin(gpu: number, from: number, until: number): number | undefined {
    const beginnings = this.#of(gpu)
      .filter((outage) => outage.from < until && from < endOf(outage))
      .map((outage) => outage.from);
    return beginnings.length > 0 ? Math.min(...beginnings) : undefined;
  }

  /** Since when nothing has changed on a GPU that might keep it from giving turns. */
  changedAt(gpu: number, at: number): number {
    const ends = this.#of(gpu)
      .map(endOf)
      .filter((end) => end <= at);
    return Math.max(this.#gpus.get(gpu)?.changedAt ?? 0, ...ends);
  }

  #isOf(change: Maintenance, gpu: number): boolean {
    return change.gpu === gpu || change.server === this.#gpus.get(gpu)?.server;
  }

  /** What was called off before it began is none. */
  #of(gpu: number): Maintenance[] {
    return [...this.#maintenance.values()].filter(
      (outage) => this.#isOf(outage, gpu) && outage.from < endOf(outage),
    );
  }
}
