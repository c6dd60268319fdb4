/** What is known of reservations while the log of a run is read. */

export const FINAL = ["COMPLETED", "EXPIRED", "CANCELLED"];

/** What the audit log says of a reservation; times in ms. */
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
  /** When the use is to end from now on, where that is what changed. */
  readonly until: number | null;
};

/** A reservation as it stands in the end. */
export type Standing = {
  readonly id: number;
  readonly user: number;
  readonly gpu: number;
  readonly autoStart: boolean;
  readonly status: string;
  readonly turn: number;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
};

/** A reservation at the moment to which the log was read. */
export type Life = {
  readonly of: Standing;
  hours: number;
  status: string;
  turns: number;
  /** Since when it stands in the queue. */
  waitsSince: number;
  readonly reservedAt: number;
  movedAt: number;
  passedOver: boolean;
  gaveWay: boolean;
  notifiedAt: number;
  startsAt: number;
  endsAt: number;
  readonly marks: Set<string>;
};

/** The order of a queue; priorities are those of the moment. */
export const byPlace =
  (priorityOf: (life: Life) => number) =>
  (a: Life, b: Life): number =>
    b.movedAt - a.movedAt ||
    priorityOf(a) - priorityOf(b) ||
    a.reservedAt - b.reservedAt ||
    a.of.id - b.of.id;

/** Uses that overlap on one GPU; each as a sentence. */
export function overlaps(standings: readonly Standing[]): string[] {
  const uses = standings.filter(({ startsAt }) => startsAt !== null);
  uses.sort((a, b) => a.gpu - b.gpu || (a.startsAt ?? 0) - (b.startsAt ?? 0));
  return uses.flatMap((use, index) => {
    const before = uses[index - 1];
    if (before?.gpu !== use.gpu || (before.endsAt ?? 0) <= (use.startsAt ?? 0)) return [];
    return [`uses ${before.id} and ${use.id} of GPU ${use.gpu} overlap`];
  });
}
