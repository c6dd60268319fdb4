/** What a GPU is about to be used for, laid out in time. */
import { holderOf } from "./queue";
import { type GpuState, HOUR, type Instant, type Outage, type Reservation } from "./words";

/** A stretch of time, half-open, as far as it lies in what is shown. */
export type Stretch = {
  readonly from: Instant;
  readonly to: Instant;
  /** It ends only after what is shown, or nobody knows when. */
  readonly goesOn: boolean;
};

/** A use, a turn that waits for its user, or what a waiter may expect. */
export type Block = Stretch & {
  readonly kind: "use" | "turn" | "waiting";
  readonly reservation: Reservation;
  /** The place in the queue of one who waits; 0 for the holder. */
  readonly place: number;
};

export type Lane = {
  /** In the order in which they begin. */
  readonly blocks: readonly Block[];
  readonly outages: readonly (Stretch & { readonly outage: Outage })[];
  /** How many wait who would start only after what is shown. */
  readonly later: number;
  /** How many wait of whom nobody can say when. */
  readonly unknown: number;
};

type Waiter = {
  readonly reservation: Reservation;
  readonly place: number;
  readonly startsAt: Instant | null;
};

/** What is seen of [from, to); undefined for nothing. `to` is null while nobody knows. */
function cut(from: Instant, to: Instant | null, now: Instant, until: Instant): Stretch | undefined {
  const goesOn = to === null || to > until;
  const seen = { from: Math.max(from, now), to: goesOn ? until : to, goesOn };
  return seen.from < seen.to ? seen : undefined;
}

/**
 * A GPU's holder and waiters between now and `until`, as the forecast plays them: each starts at
 * the turn and uses all of the time. At their likely starts, whole reservations would overlap.
 */
export function laneOf(
  state: GpuState,
  waiters: readonly Waiter[],
  now: Instant,
  until: Instant,
): Lane {
  const block = (
    kind: Block["kind"],
    reservation: Reservation,
    place: number,
    from: Instant,
    endsAt: Instant | null,
  ): Block[] => {
    const seen = cut(from, endsAt ?? from + reservation.durationHours * HOUR, now, until);
    return seen ? [{ ...seen, kind, reservation, place }] : [];
  };
  const holder = holderOf(state);
  // Their places are those of the likely starts, which maintenance may put in another order.
  const inOrder = waiters.toSorted((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0));
  const kind = holder?.status === "ACTIVE" ? "use" : "turn";
  return {
    blocks: [
      ...(holder ? block(kind, holder, 0, now, holder.endsAt) : []),
      ...inOrder.flatMap(({ reservation, place, startsAt }) =>
        startsAt === null ? [] : block("waiting", reservation, place, startsAt, null),
      ),
    ],
    outages: state.outages.flatMap((outage) => {
      const seen = cut(outage.from, outage.until, now, until);
      return seen ? [{ ...seen, outage }] : [];
    }),
    later: waiters.filter(({ startsAt }) => startsAt !== null && startsAt >= until).length,
    unknown: waiters.filter(({ startsAt }) => startsAt === null).length,
  };
}
